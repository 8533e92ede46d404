import type { Problem } from '../../api/http';
import type { LeadStatus } from '../../api/types';
import { word } from '../../format/words';

const forward: readonly LeadStatus[] = ['new', 'contacted', 'qualified', 'converted'];

/** What can be done next, the usual step first. A closed lead takes none. */
export function stepsFrom(status: LeadStatus): LeadStatus[] {
  if (status === 'converted' || status === 'rejected') return [];
  return [...forward.slice(forward.indexOf(status) + 1), 'rejected'];
}

export interface Told {
  tone: 'good' | 'warn';
  text: string;
}

/** What to say about a refused step. */
export function tell(problem: Problem, now: LeadStatus | null): Told {
  const stands = now ? ` It is ${word(now).toLowerCase()} now.` : '';
  switch (problem.status) {
    case 412:
      return { tone: 'warn', text: `Somebody was faster: this lead has changed since you opened it.${stands} You see it as it is; decide again.` };
    case 409:
      return { tone: 'warn', text: `${problem.detail ?? 'That step is not possible from here.'}${stands}` };
    case 422:
    case 400:
      return { tone: 'warn', text: problem.detail ?? 'Something is missing from what was sent.' };
    case 404:
      return { tone: 'warn', text: 'This lead no longer exists.' };
    case 0:
      return { tone: 'warn', text: 'No answer came. It is safe to try again: a step that was taken is not taken twice.' };
    default:
      return { tone: 'warn', text: problem.detail ?? problem.title };
  }
}
