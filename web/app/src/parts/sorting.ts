export interface Order {
  key: string;
  descending: boolean;
}

export type SortValue = number | string | boolean | null | undefined;

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** A sorted copy. The sort is stable, and unknown values come last in both directions. */
export function sorted<T>(rows: readonly T[], key: (row: T) => SortValue, descending: boolean): T[] {
  const sign = descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: key(row) ?? null }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === b.key ? 0 : a.key === null ? 1 : -1;
    return sign * (typeof a.key === 'string' && typeof b.key === 'string' ? collator.compare(a.key, b.key) : Number(a.key) - Number(b.key));
  });
  return keyed.map((k) => k.row);
}

/** The order after a click on a column's header: its default direction first, then the reverse. */
export const nextOrder = (now: Order | null, key: string, descending: boolean): Order =>
  now?.key === key ? { key, descending: !now.descending } : { key, descending };

export const orderText = ({ key, descending }: Order): string => (descending ? '-' : '') + key;

export const orderOf = (text: string | undefined, fallback: Order): Order =>
  text ? { key: text.replace(/^-/, ''), descending: text.startsWith('-') } : fallback;
