import type { LeadStatus, LeadStep } from '../../api/types';

export interface TrackStep {
  name: LeadStatus;
  state: 'passed' | 'skipped' | 'now' | 'ahead';
}

const way: readonly LeadStatus[] = ['new', 'contacted', 'qualified', 'converted'];

/** The four places of the track. A rejected lead ends at "rejected" and shows what it had reached before. */
export function trackOf(status: LeadStatus, steps: readonly LeadStep[]): TrackStep[] {
  const passed = reached(steps);
  const names = status === 'rejected' ? [...way.slice(0, -1), status] : way;
  const at = names.indexOf(status);
  return names.map((name, i) => ({
    name,
    state: i === at ? 'now' : i > at ? 'ahead' : name === 'new' || passed.has(name) ? 'passed' : 'skipped',
  }));
}

/** The statuses since the lead was new or reopened. Undone steps do not count. */
function reached(steps: readonly LeadStep[]): Set<string> {
  const done: string[] = [];
  for (const { what, refused } of steps) {
    if (refused) continue;
    if (what === 'undone') done.pop();
    else if (what === 'reopened') done.length = 0;
    else if (what !== 'note') done.push(what);
  }
  return new Set(done.slice(done.lastIndexOf('new') + 1));
}
