import { expect, test } from 'vitest';
import { nextOrder, orderOf, orderText, sorted } from './sorting';
import { stacked } from './stacked';

test('unknown values come last in both directions, equal rows keep their order', () => {
  const rows = [
    { n: 2, id: 'a' },
    { n: null, id: 'b' },
    { n: 10, id: 'c' },
    { n: 2, id: 'd' },
  ];
  expect(sorted(rows, (r) => r.n, false).map((r) => r.id)).toEqual(['a', 'd', 'c', 'b']);
  expect(sorted(rows, (r) => r.n, true).map((r) => r.id)).toEqual(['c', 'a', 'd', 'b']);
});

test('names are sorted naturally', () => {
  expect(sorted(['Item 10', 'item 9', 'Éclair'], (t) => t, false)).toEqual(['Éclair', 'item 9', 'Item 10']);
});

test('the first click sorts in the default direction, the second in the other', () => {
  const first = nextOrder(null, 'score', true);
  expect([orderText(first), orderText(nextOrder(first, 'score', true)), orderText(nextOrder(first, 'name', false))]).toEqual([
    '-score',
    'score',
    'name',
  ]);
  expect(orderOf(undefined, first)).toBe(first);
  expect(orderOf('-name', first)).toEqual({ key: 'name', descending: true });
});

test('stacked columns add up', () => {
  expect(
    stacked([
      [1, 2],
      [null, 3],
      [4, 5],
    ]),
  ).toEqual([
    [1, 2],
    [1, 5],
    [5, 10],
  ]);
});
