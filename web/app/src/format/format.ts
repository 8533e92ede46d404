import type { EstimatedValue } from '../api/types';

/** Numbers and dates are English, like the rest of the interface. Formats such as 29 Oct 2025 cannot be misread. */
const locale = 'en-GB';

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const hundredths = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const upToHundredths = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

export const count = (n: number | null | undefined): string => (n == null ? '–' : whole.format(n));
/** A score always has two decimals. */
export const score = (n: number | null | undefined): string => (n == null ? '–' : hundredths.format(n));
/** A number without trailing zeros, and with a typographic minus sign. */
export const plain = (n: number): string => upToHundredths.format(n).replace('-', '−');
export const signed = (n: number): string => (n > 0 ? '+' : '') + plain(n);
export const counted = (n: number, one: string, many = one + 's'): string => `${count(n)} ${n === 1 ? one : many}`;

/** $12.4M. Without a three-letter currency code only the number is shown. */
export function money(amount: number, currency: string | null | undefined): string {
  return formatter(currency).format(amount);
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string | null | undefined): Intl.NumberFormat {
  const code = currency && /^[A-Z]{3}$/.test(currency) ? currency : '';
  let known = formatters.get(code);
  if (!known) {
    const compact = { notation: 'compact', maximumFractionDigits: 1 } as const;
    known = new Intl.NumberFormat('en-US', code ? { ...compact, style: 'currency', currency: code, minimumFractionDigits: 0 } : compact);
    formatters.set(code, known);
  }
  return known;
}

/** $75K–200K, or one amount when both ends are the same. Null when the value is unknown. */
export function moneyRange(value: Pick<EstimatedValue, 'min' | 'max' | 'currency'> | null | undefined): string | null {
  if (!value) return null;
  const { min, max, currency } = value;
  return min === max ? money(max, currency) : `${money(min, currency)}–${money(max, null)}`;
}

const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Formats a calendar date, which has no time zone: 2025-10-29 becomes 29 Oct 2025. */
export function day(date: string | null | undefined): string {
  const at = date ? Date.parse(date.slice(0, 10)) : NaN;
  return Number.isNaN(at) ? '–' : dayFormat.format(at);
}

/** The dates in a text of the server, such as 2025-10-29, in the form of all dates. */
export const withDays = (text: string): string => text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => day(date));

/** The day of the clock, for when no day of the scores is known. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Whole days from one calendar date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000);

/** Shorter times are counted in days. */
const monthsFromDays = 60;

/** The time between two calendar dates as a person says it: "12 days", "8 months", "10 years 8 months". */
export function timeBetween(from: string, to: string): string {
  const days = Math.abs(daysBetween(from, to));
  if (Number.isNaN(days)) return '';
  if (days < monthsFromDays) return counted(days, 'day');
  const [first, last] = [from, to].sort().map((d) => d.slice(0, 10).split('-').map(Number)) as [number[], number[]];
  const months = (last[0]! - first[0]!) * 12 + last[1]! - first[1]! - (last[2]! < first[2]! ? 1 : 0);
  const years = Math.floor(months / 12);
  const rest = months % 12;
  return [years && counted(years, 'year'), rest && counted(rest, 'month')].filter(Boolean).join(' ') || '1 month';
}

/** A number of days before a date as a person says it: 3,900 days are "10 years 8 months". */
export const daysText = (days: number, asOf: string): string =>
  timeBetween(new Date(Date.parse(asOf.slice(0, 10)) - days * 86_400_000).toISOString(), asOf);

/** "today", "in 3 days" or "10 years 8 months ago", counted from the day for which the scores were computed. */
export function fromDay(date: string, asOf: string): string {
  const days = daysBetween(asOf, date);
  if (Number.isNaN(days)) return '';
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${timeBetween(asOf, date)}` : `${timeBetween(date, asOf)} ago`;
}

/** 14:03, in the local time zone. */
export const hourMinute = (at: number | Date): string => clock.format(at);

/** An instant as short as possible: 14:03 for today, 12 Oct for this year, else 12 Oct 2024. */
export function moment(instant: string | null | undefined, now = new Date()): string {
  const at = instant ? new Date(instant) : null;
  if (!at || Number.isNaN(at.getTime())) return '–';
  if (at.toDateString() === now.toDateString()) return clock.format(at);
  return at.getFullYear() === now.getFullYear()
    ? shortDayFormat.format(at)
    : new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

export function momentInFull(instant: string | null | undefined): string {
  const at = instant ? new Date(instant) : null;
  return !at || Number.isNaN(at.getTime()) ? '' : `${shortDayFormat.format(at)} ${at.getFullYear()}, ${clock.format(at)}`;
}

/** 3 Mar 2027, in 102 days */
export const dayAway = (date: string | null | undefined, asOf: string): string => (date ? `${day(date)}, ${fromDay(date, asOf)}` : '–');
