import { counted, day, fromDay, money, plain } from './format';
import { word } from './words';

/** 0.7 is 70 %. */
export const percent = (rate: number | null | undefined): string => (rate == null ? '–' : `${plain(Math.round(rate * 1000) / 10)} %`);

/** 12.4 MB */
export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let i = 0;
  while (n >= 1000 && i < units.length - 1) {
    n /= 1000;
    i++;
  }
  return `${n < 10 && i ? n.toFixed(1) : Math.round(n)} ${units[i]}`;
}

/** How long something took or is behind: 320 ms, 4 s, 3 min, 5 h, 2 days. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const s = ms / 1000;
  if (s < 90) return `${Math.round(s)} s`;
  if (s < 90 * 60) return `${Math.round(s / 60)} min`;
  if (s < 36 * 3600) return `${Math.round(s / 3600)} h`;
  return counted(Math.round(s / 86_400), 'day');
}

/** A key of the journal as people read it: `name:56114:OSTLUND~20CORP.` is OSTLUND CORP. in 56114. */
export function keyText(key: string): string {
  const [kind, ...rest] = key.split(':');
  const parts = rest.map(unescaped);
  switch (kind) {
    case 'name':
      return parts.length > 1 ? `${parts.slice(1).join(':')}${parts[0] ? `, territory ${parts[0]}` : ''}` : parts.join('');
    case 'territory':
      return `Territory ${parts.join(':')}`;
    case 'customer':
      return `Customer ${parts.join(':')}`;
    default:
      return rest.length ? `${word(kind)} ${parts.join(':')}` : unescaped(key);
  }
}

/** A part of a key: what is no letter, digit, '.', '_' or '-' of ASCII is its bytes of UTF-8. */
export const keyPart = (text: string): string =>
  [...new TextEncoder().encode(text)]
    .map((b) =>
      /[A-Za-z0-9._-]/.test(String.fromCharCode(b)) && b < 128
        ? String.fromCharCode(b)
        : `~${b.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');

/** `~` and two hex digits stand for a byte of UTF-8. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('%', '%25').replaceAll('~', '%'));
  } catch {
    return text;
  }
}

/** The name of a field as people read it: endOfLife is End of life; a source's own, Deal.pipeline, stays as it is. */
export const fieldName = (name: string): string =>
  /^[a-z][A-Za-z]*$/.test(name) ? word(name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)) : name;

const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
const isInstant = (text: string) => /^\d{4}-\d{2}-\d{2}T\d/.test(text);

/** Fields whose values are names of ours. */
const enums = new Set(['risk', 'support']);

const rates = new Set(['probability', 'discount', 'adoption', 'utilization', 'errorRate', 'creditUtilization']);
const moneys = new Set([
  'amount',
  'totalValue',
  'annualValue',
  'contractValue',
  'value',
  'annualRevenue',
  'leadValue',
  'weighted',
  'revenueAtRisk',
]);

/** A field of a record as people read it, by its name and its currency beside it. */
export function fieldText(name: string, value: unknown, currency?: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') {
    if (rates.has(name)) return percent(value);
    if (moneys.has(name) && typeof currency === 'string') return money(value, currency);
    return plain(value);
  }
  if (typeof value === 'string') return isDate(value) || isInstant(value) ? day(value) : enums.has(name) ? word(value) : value;
  if (Array.isArray(value)) return value.length ? value.map((v) => fieldText(name, v)).join(', ') : '–';
  return JSON.stringify(value);
}

/** 3 Mar 2027, in 102 days */
export const dayAway = (date: string | null | undefined, asOf: string): string => (date ? `${day(date)}, ${fromDay(date, asOf)}` : '–');
