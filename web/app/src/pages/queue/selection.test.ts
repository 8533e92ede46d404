import { expect, test } from 'vitest';
import { extended, howMany, nothing, toggled, withAll } from './selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const ids = (s: { ids: ReadonlySet<string> }) => [...s.ids].sort();

test('a second click deselects', () => {
  const one = toggled(nothing, 'b');
  expect(ids(one)).toEqual(['b']);
  expect(ids(toggled(one, 'b'))).toEqual([]);
});

test('a range extends from the anchor in both directions and keeps the selection', () => {
  const from = toggled(toggled(nothing, 'e'), 'c');
  expect(ids(extended(from, order, 'a'))).toEqual(['a', 'b', 'c', 'e']);
  expect(extended(from, order, 'a').anchor).toBe('c');
  expect(ids(extended(toggled(nothing, 'b'), order, 'd'))).toEqual(['b', 'c', 'd']);
});

test('without a valid anchor a range is one row', () => {
  expect(ids(extended(nothing, order, 'd'))).toEqual(['d']);
  expect(ids(extended(toggled(nothing, 'gone'), order, 'd'))).toEqual(['d', 'gone']);
});

test('select all, then none', () => {
  const all = withAll(toggled(nothing, 'a'), order);
  expect([howMany(all, order), howMany(withAll(all, order), order), howMany(toggled(nothing, 'a'), order)]).toEqual([
    'all',
    'none',
    'some',
  ]);
});
