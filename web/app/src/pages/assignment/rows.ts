import type { AssignmentRow, Person } from '../../api/types';
import { word } from '../../format/words';
import { noTerritory } from '../../parts/useTerritories';

/** A row on the page. The key stays while the row is moved and edited. */
export interface EditedRow extends AssignmentRow {
  key: number;
}

let keys = 0;

export const emptyRow = (name: string): EditedRow => ({
  key: ++keys,
  name,
  territories: [],
  accountManagers: [],
  families: [],
  types: [],
  minPriority: null,
  to: 'in_turn',
  people: [],
});

/** The last row: what no other row gives away stays without an owner. */
export const lastRow = (): EditedRow => ({ ...emptyRow('Everything else'), to: 'nobody' });

export const editable = (rows: readonly AssignmentRow[]): EditedRow[] => rows.map((row) => ({ ...row, key: ++keys }));

/** The body of a request. Names of people are the server's own. */
export const bodyOf = (rows: readonly EditedRow[]) => ({
  rows: rows.map(({ key: _, people, ...row }) => ({
    ...row,
    people: (people ?? []).map(({ person, capacity }) => ({ person, capacity })),
  })),
});

export const isSame = (a: readonly EditedRow[], b: readonly EditedRow[]): boolean =>
  JSON.stringify(bodyOf(a)) === JSON.stringify(bodyOf(b));

/** Moves a row by one place. The last row stays the last. */
export function moved(rows: readonly EditedRow[], at: number, by: -1 | 1): EditedRow[] {
  const to = at + by;
  if (at >= rows.length - 1 || to < 0 || to >= rows.length - 1) return [...rows];
  const next = [...rows];
  [next[at], next[to]] = [next[to]!, next[at]!];
  return next;
}

/** Adds a row above the last one. */
export const withRow = (rows: readonly EditedRow[], row: EditedRow): EditedRow[] => [...rows.slice(0, -1), row, ...rows.slice(-1)];

/** Which leads a row concerns, in words. */
export function conditionsText(row: AssignmentRow): string {
  const parts = [
    list(
      'Territory',
      row.territories?.map((t) => (t === noTerritory ? 'none' : t)),
    ),
    list('Account manager', row.accountManagers),
    list('', row.families),
    list('', row.types?.map(word)),
    row.minPriority ? `${word(row.minPriority)}${row.minPriority === 'critical' ? '' : ' or higher'}` : '',
  ].filter(Boolean);
  return parts.length ? parts.join(' · ') : 'Every lead';
}

const list = (name: string, values: readonly string[] | null | undefined) =>
  values?.length
    ? `${name} ${values.length > 3 ? `${values.slice(0, 2).join(', ')} and ${values.length - 2} more` : values.join(', ')}`.trim()
    : '';

/** To whom a row gives leads, in words. */
export function targetText(row: AssignmentRow, people: readonly Person[]): string {
  const names = (row.people ?? []).flatMap((p) => {
    if (!p) return [];
    const name = people.find((one) => one.id === p.person)?.displayName ?? p.name ?? 'somebody who has left';
    return p.capacity ? `${name} (${p.capacity})` : name;
  });
  switch (row.to) {
    case 'nobody':
      return 'Stay without an owner';
    case 'account_manager':
      return "To the account's manager";
    case 'in_turn':
      return names.length ? `In turn: ${names.join(', ')}` : 'In turn: nobody yet';
    default:
      return names.length ? `To ${names[0]}` : 'To nobody yet';
  }
}
