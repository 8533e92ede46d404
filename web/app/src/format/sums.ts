import type { Money, Portfolio, Sum } from '../api/types';

/** The amount of a sum. Null when it is a sum of nothing but unknown values. */
export const knownAmount = ({ amount, unknown }: Pick<Sum, 'amount' | 'unknown'>): number | null => (amount || !unknown ? amount : null);

/** Adds amounts in one currency. The others stay apart, and unknown ones are counted. */
export function addMoney(parts: readonly (Money | null | undefined)[], currency: string): Sum {
  const sums = new Map<string, number>();
  let unknown = 0;
  for (const part of parts)
    if (part) sums.set(part.currency, (sums.get(part.currency) ?? 0) + part.amount);
    else unknown++;
  const others = [...sums].filter(([c]) => c !== currency).map(([c, amount]) => ({ amount, currency: c }));
  return { amount: sums.get(currency) ?? (parts.length ? null : 0), currency, unknown, others };
}

/** Adds sums. */
export function addSums(sums: readonly Sum[], currency: string): Sum {
  const added = addMoney(
    sums.flatMap((s) => [...(s.amount === null ? [] : [{ amount: s.amount, currency: s.currency }]), ...s.others]),
    currency,
  );
  return { ...added, unknown: sums.reduce((n, s) => n + s.unknown, 0) };
}

/** A weighted pipeline as a sum. */
export const weightedSum = ({ weighted, currency, unknown, others }: Portfolio['pipeline']): Sum => ({
  amount: weighted,
  currency,
  unknown,
  others,
});
