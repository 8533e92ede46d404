import type { Lead, Sum } from '../api/types';
import { addMoney } from '../format/sums';

/** A lead's id is its item or contract and its type. */
const subjectOf = ({ id }: Lead) => id.replace(/:[a-z_]+$/, '');

/** The highest estimates of leads. An item with several leads counts once, with its greatest value. */
export function valuesOf(leads: Iterable<Lead>): Sum {
  const best = new Map<string, Lead['estimatedValue']>();
  for (const lead of leads) {
    const key = subjectOf(lead);
    const known = best.get(key);
    const value = lead.estimatedValue;
    if (!known || (value && value.currency === known.currency && value.max > known.max)) best.set(key, value ?? known ?? null);
  }
  const values = [...best.values()].map((v) => v && { amount: v.max, currency: v.currency });
  return addMoney(values, values.find((v) => v)?.currency ?? '');
}
