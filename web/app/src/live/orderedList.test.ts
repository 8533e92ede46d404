import { expect, test } from 'vitest';
import { OrderedList } from './orderedList';

interface Row {
  id: string;
  score: number;
  open?: boolean;
  updatedAt?: string;
}

const order = { matches: (r: Row) => r.open !== false, compare: (a: Row, b: Row) => b.score - a.score };
const row = (id: string, score: number, more: Partial<Row> = {}): Row => ({ id, score, ...more });
const change = (r: Row) => ({ id: r.id, row: r });

function listOf(rows: Row[], next: string | null = null, total = rows.length) {
  const list = new OrderedList<Row>(order);
  list.replace(rows, next, total);
  return list;
}

const abc = () => [row('a', 90), row('b', 80), row('c', 70)];

test('a changed row is shown at once and moves when the list is settled', () => {
  const list = listOf(abc());
  expect(list.apply([change(row('c', 85))])).toBe(true);
  expect(list.row('c')!.score).toBe(85);
  expect(list.ids).toEqual(['a', 'b', 'c']);
  expect(list.pending).toEqual({ arrived: 0, moved: 1, gone: 0 });
  expect(list.settle()).toBe(true);
  expect(list.ids).toEqual(['a', 'c', 'b']);
  expect(list.indexOf('b')).toBe(2);
  expect(list.isSettled).toBe(true);
});

test('a row that stays in order leaves nothing pending', () => {
  const list = listOf(abc());
  list.apply([change(row('b', 75))]);
  expect(list.isSettled).toBe(true);
});

test('a row that moves away and back leaves nothing pending', () => {
  const list = listOf(abc());
  list.apply([change(row('c', 95))]);
  list.apply([change(row('c', 72))]);
  expect(list.isSettled).toBe(true);
});

test('new and removed rows wait, then count', () => {
  const list = listOf(abc());
  list.apply([change(row('n', 85)), { id: 'b', row: null }, change(row('c', 70, { open: false }))]);
  expect(list.pending).toEqual({ arrived: 1, moved: 0, gone: 2 });
  expect(list.ids).toEqual(['a', 'b', 'c']);
  expect([list.hasLeft('b'), list.hasLeft('c')]).toEqual([true, true]);
  list.settle();
  expect(list.ids).toEqual(['a', 'n']);
  expect(list.total).toBe(2);
});

test('a row that comes back before settling was never removed', () => {
  const list = listOf(abc());
  list.apply([{ id: 'b', row: null }]);
  list.apply([change(row('b', 80))]);
  expect(list.isSettled).toBe(true);
});

test('a new row that is removed again is forgotten', () => {
  const list = listOf(abc());
  list.apply([change(row('n', 85))]);
  list.apply([{ id: 'n', row: null }]);
  expect(list.isSettled).toBe(true);
});

test('rows that sort after the loaded part come with later pages', () => {
  const list = listOf(abc(), 'cursor', 10);
  expect(list.apply([change(row('n', 60))])).toBe(false);
  list.apply([change(row('b', 50))]);
  expect(list.pending.moved).toBe(1);
  list.settle();
  expect(list.ids).toEqual(['a', 'c']);
  expect(list.total).toBe(10);
  list.append([row('n', 60), row('b', 50)], null, 10);
  expect(list.ids).toEqual(['a', 'c', 'n', 'b']);
});

test('a row that a page repeats is not shown twice', () => {
  const list = listOf(abc(), 'cursor', 4);
  list.append([row('c', 70), row('d', 60)], null, 4);
  expect(list.ids).toEqual(['a', 'b', 'c', 'd']);
});

test('a new row that a later page contains is no longer pending', () => {
  const list = listOf(abc(), 'cursor', 4);
  list.apply([change(row('n', 75))]);
  list.append([row('n', 65)], null, 4);
  expect(list.pending.arrived).toBe(0);
  expect(list.ids).toEqual(['a', 'b', 'c', 'n']);
});

test('a late change does not undo a newer row', () => {
  const list = listOf([row('a', 90, { updatedAt: '2025-10-29T10:00:02Z' })]);
  expect(list.apply([change(row('a', 10, { updatedAt: '2025-10-29T10:00:01Z' }))])).toBe(false);
  expect(list.row('a')!.score).toBe(90);
});

test('rows with equal keys keep the order of the server', () => {
  const list = listOf([row('z', 80), row('a', 80), row('m', 80)]);
  list.apply([change(row('a', 80))]);
  expect(list.isSettled).toBe(true);
  expect(list.ids).toEqual(['z', 'a', 'm']);
});

test('a row that the server lists matches, whatever it was found by', () => {
  const list = new OrderedList<Row>({ matches: (_, listed) => listed, compare: order.compare });
  list.replace(abc(), null, 3);
  list.apply([change(row('b', 81)), change(row('n', 85))]);
  expect(list.isSettled).toBe(true);
});

test('settling in any batches gives the same list as sorting all rows', () => {
  let seed = 7;
  const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let round = 0; round < 200; round++) {
    const truth = new Map<string, Row>();
    for (let i = 0; i < 30; i++) truth.set(`r${i}`, row(`r${i}`, random(1000)));
    const sorted = () => [...truth.values()].filter(order.matches).sort((a, b) => order.compare(a, b) || (a.id < b.id ? -1 : 1));
    const list = listOf(sorted());
    for (let step = 0; step < 40; step++) {
      const id = `r${random(40)}`;
      if (random(5) === 0) truth.delete(id);
      else truth.set(id, row(id, random(1000), { open: random(6) > 0 }));
      list.apply([{ id, row: truth.get(id) ?? null }]);
      if (random(4) === 0) list.settle();
    }
    list.settle();
    const shown = list.ids.map((id) => list.row(id)!.score);
    expect(shown).toEqual(sorted().map((r) => r.score));
    expect(new Set(list.ids)).toEqual(new Set(sorted().map((r) => r.id)));
    expect(list.total).toBe(list.ids.length);
  }
});
