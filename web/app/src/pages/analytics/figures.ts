import type { Analytics, Bucket } from '../../api/types';
import { count, plain } from '../../format/format';
import { word } from '../../format/words';

/** The label of a bucket: 60–65, or 90+ for the last one. */
export const bucketNames = (buckets: readonly Bucket[]): string[] =>
  buckets.map((b) => (b.to === null ? `${plain(b.from)}+` : `${plain(b.from)}–${plain(b.to)}`));

/** The label of a slice: a lead type, or a factor with a range. `strategicFit 60-79` becomes "Strategic fit 60–79". */
export const sliceName = (slice: string): string => {
  const [name, band] = slice.split(' ');
  return band ? `${word(name)} ${band.replace('-', '–').replace(/\b0(\d)/g, '$1')}` : word(slice);
};

/** The start of a day in UTC, in seconds since 1970. */
export const toSeconds = (day: string): number => Date.parse(day.slice(0, 10)) / 1000;

/** The share of critical and high leads on a day. Null when there were no leads. */
export const share = (d: { critical: number; high: number; medium: number; low: number }): number | null => {
  const all = d.critical + d.high + d.medium + d.low;
  return all ? (d.critical + d.high) / all : null;
};

/** The median of the assignees' medians, weighted by their number of leads. */
export function median(people: readonly { leads: number; medianHours: number }[]): number | null {
  const sorted = [...people].sort((a, b) => a.medianHours - b.medianHours);
  const half = sorted.reduce((n, p) => n + p.leads, 0) / 2;
  let seen = 0;
  for (const p of sorted) {
    seen += p.leads;
    if (seen >= half && p.leads) return p.medianHours;
  }
  return null;
}

/** The movements of leads on a day. */
export type MovesOfDay = NonNullable<Analytics['velocity']['data']>[number];

export interface Moves extends Omit<MovesOfDay, 'day'> {
  days: number;
}

/** The movements of all days together: before the first, up to the end of the last. Null without a day. */
export function movesOf(days: readonly MovesOfDay[]): Moves | null {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const sum = (name: 'opened' | 'reopened' | 'resolved' | 'converted' | 'rejected') => days.reduce((n, d) => n + d[name], 0);
  return {
    days: days.length,
    openBefore: first.openBefore,
    opened: sum('opened'),
    reopened: sum('reopened'),
    resolved: sum('resolved'),
    converted: sum('converted'),
    rejected: sum('rejected'),
    open: last.open,
  };
}

/** The movements in words, without the reopened if there are none. */
export const movesText = (m: Moves): string =>
  [
    `${count(m.opened)} opened`,
    m.reopened ? `${count(m.reopened)} reopened` : '',
    `${count(m.resolved)} resolved by themselves`,
    `${count(m.converted)} converted`,
    `${count(m.rejected)} rejected`,
  ]
    .filter(Boolean)
    .join(', ');
