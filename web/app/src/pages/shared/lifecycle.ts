import type { Item } from '../../api/types';
import { day } from '../../format/format';

/** Maps dates to a line from 0 to 100. */
export interface Scale {
  from: number;
  to: number;
  at(date: string): number;
  /** The years to label on the line. */
  years: { year: number; at: number }[];
}

const year = 365.2425 * 86_400_000;
/** Some sources write "no end" as a year like 9999. */
const openEnded = 2099;

/** Dates that are far from today are clipped. */
const before = 14 * year;
const after = 6 * year;

const time = (date: unknown): number | null => {
  if (typeof date !== 'string') return null;
  const at = Date.parse(date.slice(0, 10));
  return Number.isNaN(at) ? null : at;
};

export interface LifecycleDates {
  installed: string | null;
  supportStart: string | null;
  supportEnd: string | null;
  endOfLife: string | null;
  endOfService: string | null;
}

export function lifecycleOf(item: Item): LifecycleDates {
  const date = (...names: string[]) => {
    for (const name of names) if (time(item.fields[name]) !== null) return String(item.fields[name]).slice(0, 10);
    return null;
  };
  return {
    installed: date('installDate'),
    supportStart: date('supportStart', 'warrantyStart'),
    supportEnd: date('supportEnd', 'warrantyEnd'),
    endOfLife: date('endOfLife'),
    endOfService: date('endOfService'),
  };
}

/** One scale for all items makes their lines comparable. */
export function scaleOf(lives: readonly LifecycleDates[], asOf: string): Scale {
  const now = Date.parse(asOf);
  const all = lives
    .flatMap((l) => Object.values(l))
    .map(time)
    .filter((t): t is number => t !== null && new Date(t).getUTCFullYear() < openEnded);
  const from = Math.max(now - before, Math.min(now - year, ...all)) - year / 4;
  const to = Math.min(now + after, Math.max(now + year, ...all)) + year / 4;
  const at = (t: number) => Math.max(0, Math.min(100, (100 * (t - from)) / (to - from)));
  const first = new Date(from).getUTCFullYear() + 1;
  const last = new Date(to).getUTCFullYear();
  const step = Math.max(1, Math.ceil((last - first + 1) / 7));
  const years = [];
  for (let y = first; y <= last; y += step) years.push({ year: y, at: at(Date.UTC(y, 0, 1)) });
  return { from, to, at: (date) => at(Date.parse(date.slice(0, 10))), years };
}

/** The text alternative of the line. */
export function lifecycleText(life: LifecycleDates, asOf: string): string {
  const when = (date: string | null, past: string, future: string) =>
    date && (new Date(date).getUTCFullYear() >= openEnded ? `${future} never` : `${date <= asOf ? past : future} ${day(date)}`);
  return (
    [
      when(life.installed, 'installed', 'to be installed'),
      when(life.supportStart, 'support began', 'support begins'),
      when(life.supportEnd, 'support ended', 'support ends'),
      when(life.endOfLife, 'end of life was', 'end of life is'),
      when(life.endOfService, 'end of service was', 'end of service is'),
    ]
      .filter(Boolean)
      .join(', ') || 'no dates are known'
  );
}
