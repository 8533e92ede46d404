import type { Lead } from '../../api/types';
import { isApplicable, type LeadCommand } from '../lead/commands';
import type { FormCommand } from '../lead/CommandForm';

/** What can be done to the selected leads. */
export type BulkAction = 'contacted' | 'qualified' | FormCommand;

/** Acts that need no word more. */
export const commandWithoutForm = (act: BulkAction): LeadCommand | null =>
  act === 'contacted' || act === 'qualified' ? { status: act } : null;

/** Of the selected leads those that the act makes sense for. */
export const applicableLeads = (leads: readonly Lead[], act: BulkAction): Lead[] =>
  leads.filter((l) =>
    act === 'note'
      ? true
      : act === 'assign' || act === 'snooze'
        ? isApplicable(l, { status: 'rejected' })
        : isApplicable(l, { status: act }),
  );
