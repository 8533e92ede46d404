import { expect, test } from 'vitest';
import { visibleRows } from './visibleRows';

test('only rows in view and a few more are rendered', () => {
  const { first, last } = visibleRows(44 * 50_000, 880, 44, 100_000);
  expect(first).toBeGreaterThan(49_980);
  expect(first).toBeLessThanOrEqual(50_000);
  expect(last).toBeGreaterThanOrEqual(50_020);
  expect(last - first).toBeLessThan(50);
});

test('the range stays within the list, even an empty one', () => {
  expect(visibleRows(0, 880, 44, 0)).toEqual({ first: 0, last: 0 });
  expect(visibleRows(0, 880, 44, 3)).toEqual({ first: 0, last: 3 });
  expect(visibleRows(10_000, 880, 44, 5).last).toBe(5);
});
