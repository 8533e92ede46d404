import type { EntityRow } from '../../api/types';

export interface Segment {
  segment: string | null;
  credits: number;
  /** Mean of delivered ÷ purchased. Null when nothing was purchased. */
  meanUse: number | null;
  unused: number;
  customers: number;
}

const numberIn = (row: EntityRow, name: string): number | null =>
  typeof row.fields[name] === 'number' ? (row.fields[name] as number) : null;

/** Groups credits by their customer's segment, the most unused first. Credits without an account form their own group. */
export function bySegment(credits: readonly EntityRow[], segmentOf: ReadonlyMap<string, string | null>): Segment[] {
  const groups = new Map<string | null, { rows: number; rates: number[]; unused: number; customers: Set<string> }>();
  for (const row of credits) {
    const segment = row.account ? (segmentOf.get(row.account.id) ?? null) : null;
    let group = groups.get(segment);
    if (!group) groups.set(segment, (group = { rows: 0, rates: [], unused: 0, customers: new Set() }));
    const purchased = numberIn(row, 'purchased');
    const delivered = numberIn(row, 'delivered') ?? 0;
    group.rows++;
    if (purchased) group.rates.push(Math.min(1, delivered / purchased));
    group.unused += Math.max(0, (purchased ?? 0) - delivered);
    if (row.account) group.customers.add(row.account.id);
  }
  return [...groups]
    .map(([segment, g]) => ({
      segment,
      credits: g.rows,
      meanUse: g.rates.length ? g.rates.reduce((a, b) => a + b, 0) / g.rates.length : null,
      unused: g.unused,
      customers: g.customers.size,
    }))
    .sort((a, b) => b.unused - a.unused);
}
