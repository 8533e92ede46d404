import type { Lead, Sum } from '../../api/types';
import { subjectName } from '../../format/subject';
import type { Group } from '../../state/leadQuery';
import { valuesOf } from '../../state/leadValues';
import { priorities } from '../../state/leadQuery';

export interface LeadGroup {
  key: string;
  name: string;
  ids: string[];
  /** The most pressing of its leads. */
  best: Lead;
  /** Sum of the highest estimates. */
  values: Sum;
}

const keyOf = (lead: Lead, by: Group) => (by === 'product' ? lead.item?.productId || subjectName(lead) : (lead.account?.id ?? ''));
const nameOf = (lead: Lead, by: Group) => (by === 'product' ? subjectName(lead) : (lead.account?.name ?? '–'));

/** Groups leads. A group's place is that of its first lead. */
export function groupsOf(ids: readonly string[], row: (id: string) => Lead | undefined, by: Group): LeadGroup[] {
  const groups = new Map<string, LeadGroup>();
  for (const id of ids) {
    const lead = row(id);
    if (!lead) continue;
    const key = keyOf(lead, by);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { key, name: nameOf(lead, by), ids: [], best: lead, values: valuesOf([]) }));
    group.ids.push(id);
    if (
      priorities.indexOf(lead.priority) < priorities.indexOf(group.best.priority) ||
      (lead.priority === group.best.priority && lead.score > group.best.score)
    )
      group.best = lead;
  }
  for (const group of groups.values()) group.values = valuesOf(group.ids.map((id) => row(id)!));
  return [...groups.values()];
}

const headerPrefix = 'group:';
export const headerId = (key: string) => headerPrefix + key;
export const groupKey = (entry: string): string | null => (entry.startsWith(headerPrefix) ? entry.slice(headerPrefix.length) : null);

/** The rows to render: each group's header, followed by its leads if the group is open. */
export const entriesOf = (groups: readonly LeadGroup[], open: ReadonlySet<string>): string[] =>
  groups.flatMap((g) => (open.has(g.key) ? [headerId(g.key), ...g.ids] : [headerId(g.key)]));
