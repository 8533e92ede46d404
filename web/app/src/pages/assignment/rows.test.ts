import { expect, test } from 'vitest';
import { bodyOf, conditionsText, editable, emptyRow, isSame, lastRow, moved, targetText, withRow, type EditedRow } from './rows';

const row = (change: Partial<EditedRow>): EditedRow => ({ ...emptyRow('North'), ...change });
const names = (rows: readonly EditedRow[]) => rows.map((r) => r.name);

test('rows move by one place, and the last one stays', () => {
  const rows = [row({ name: 'A' }), row({ name: 'B' }), lastRow()];
  expect(names(moved(rows, 0, 1))).toEqual(['B', 'A', 'Everything else']);
  expect(names(moved(rows, 1, -1))).toEqual(['B', 'A', 'Everything else']);
  expect(names(moved(rows, 0, -1))).toEqual(['A', 'B', 'Everything else']);
  expect(names(moved(rows, 1, 1))).toEqual(['A', 'B', 'Everything else']);
  expect(names(moved(rows, 2, -1))).toEqual(['A', 'B', 'Everything else']);
});

test('a new row comes before the last one', () => {
  expect(names(withRow([lastRow()], row({ name: 'A' })))).toEqual(['A', 'Everything else']);
});

test('requests hold neither keys nor names of people', () => {
  const rows = editable([row({ people: [{ person: 'k', capacity: 20, name: 'Kim' }] })]);
  expect(bodyOf(rows).rows[0]).toEqual({
    name: 'North',
    territories: [],
    accountManagers: [],
    families: [],
    types: [],
    minPriority: null,
    to: 'in_turn',
    people: [{ person: 'k', capacity: 20 }],
  });
  expect(isSame(rows, editable(rows))).toBe(true);
  expect(isSame(rows, [row({ people: [] })])).toBe(false);
});

test('conditions are said in words', () => {
  expect(conditionsText(row({}))).toBe('Every lead');
  expect(conditionsText(row({ territories: ['56088', '-'], families: ['3PAR'], types: ['renewal_due'], minPriority: 'high' }))).toBe(
    'Territory 56088, none · 3PAR · Renewal due · High or higher',
  );
  expect(conditionsText(row({ accountManagers: ['A', 'B', 'C', 'D'], minPriority: 'critical' }))).toBe(
    'Account manager A, B and 2 more · Critical',
  );
});

test('the owner is said in words', () => {
  const kim = { id: 'k', name: 'kim', displayName: 'Kim', role: 'sales_executive' as const };
  const people = [
    { person: 'k', capacity: 20, name: null },
    { person: 'x', capacity: null, name: null },
  ];
  expect(targetText(row({ people }), [kim])).toBe('In turn: Kim (20), somebody who has left');
  expect(targetText(row({ to: 'person', people: people.slice(0, 1) }), [kim])).toBe('To Kim (20)');
  expect(targetText(row({ to: 'account_manager' }), [])).toBe("To the account's manager");
  expect(targetText(lastRow(), [])).toBe('Stay without an owner');
});
