import type { Lead } from '../../api/types';
import { isApplicable, type LeadCommand } from '../lead/commands';
import type { FormCommand } from '../lead/CommandForm';

export type BulkAction = 'new' | 'contacted' | 'qualified' | FormCommand;

/** The command of an action that needs no input. */
export const commandWithoutForm = (action: BulkAction): LeadCommand | null =>
  action === 'contacted' || action === 'qualified' || action === 'new' ? { status: action } : null;

/** The selected leads whose status allows the action. */
export const applicableLeads = (leads: readonly Lead[], act: BulkAction): Lead[] =>
  leads.filter((l) =>
    act === 'note'
      ? true
      : act === 'assign' || act === 'snooze'
        ? isApplicable(l, { status: 'rejected' })
        : isApplicable(l, { status: act }),
  );
