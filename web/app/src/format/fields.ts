import { day, money, plain } from './format';
import { percent } from './units';
import { word } from './words';

/** A readable field name: endOfLife becomes "End of life". Names from a source, such as Deal.pipeline, stay unchanged. */
export const fieldName = (name: string): string =>
  /^[a-z][A-Za-z]*$/.test(name) ? word(name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)) : name;

const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
const isInstant = (text: string) => /^\d{4}-\d{2}-\d{2}T\d/.test(text);

/** Fields whose values are wire names. */
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

/** A readable field value. The name of the field decides the format. */
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
