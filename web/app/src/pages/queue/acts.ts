import type { Lead } from '../../api/types';
import { canTake, type Step } from '../lead/commands';
import type { Question } from '../lead/Ask';

/** What can be done to the selected leads. */
export type Act = 'contacted' | 'qualified' | Question;

/** Acts that need no word more. */
export const stepOf = (act: Act): Step | null => (act === 'contacted' || act === 'qualified' ? { status: act } : null);

/** Of the selected leads those that the act makes sense for. */
export const takers = (leads: readonly Lead[], act: Act): Lead[] =>
  leads.filter((l) =>
    act === 'note' ? true : act === 'assign' || act === 'snooze' ? canTake(l, { status: 'rejected' }) : canTake(l, { status: act }),
  );
