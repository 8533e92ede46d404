import type { Entity, Fields } from '../../api/types';

/** The first of the fields that holds text or a number. A value of another type counts as missing. */
export const text = (f: Fields, ...names: string[]): string | null => {
  for (const name of names) {
    const v = f[name];
    if (typeof v === 'string' && v.trim()) return v;
    if (typeof v === 'number') return String(v);
  }
  return null;
};

export const number = (f: Fields, name: string): number | null => (typeof f[name] === 'number' ? (f[name] as number) : null);

export const flag = (f: Fields, name: string): boolean => f[name] === true;

const closed = /\b(won|lost|closed|cancell?ed|abandoned|withdrawn|no decision|resolved|solved|completed|inactive|expired)\b/i;

/** Whether a record is open by its status or stage. Without either it counts as open. */
export const isOpen = ({ fields }: Entity): boolean => !closed.test(`${text(fields, 'status') ?? ''} ${text(fields, 'stage') ?? ''}`);
