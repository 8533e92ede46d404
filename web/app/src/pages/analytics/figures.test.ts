import { expect, test } from 'vitest';
import { bucketNames, median, movesOf, movesText, share, sliceName, toSeconds } from './figures';

test('buckets are labelled by their limits', () => {
  expect(
    bucketNames([
      { from: 0, to: 7, count: 1 },
      { from: 90, to: null, count: 2 },
    ]),
  ).toEqual(['0–7', '90+']);
});

test('slices are lead types or ranges of a factor', () => {
  expect(['hardware_refresh', 'strategicFit 60-79', 'urgency 00-39'].map(sliceName)).toEqual([
    'Hardware refresh',
    'Strategic fit 60–79',
    'Urgency 0–39',
  ]);
});

test('a day starts in UTC', () => {
  expect(toSeconds('1970-01-02')).toBe(86_400);
});

test('the share counts critical and high leads', () => {
  expect([share({ critical: 1, high: 1, medium: 2, low: 0 }), share({ critical: 0, high: 0, medium: 0, low: 0 })]).toEqual([0.5, null]);
});

test('assignees with more leads weigh more', () => {
  expect(
    median([
      { leads: 1, medianHours: 100 },
      { leads: 10, medianHours: 5 },
      { leads: 2, medianHours: 1 },
    ]),
  ).toBe(5);
  expect(median([])).toBeNull();
});

test('the movements of a period add up to the change of open leads', () => {
  const moves = movesOf([
    { day: '2025-10-27', openBefore: 0, opened: 77, reopened: 0, resolved: 1, converted: 2, rejected: 1, open: 73 },
    { day: '2025-10-29', openBefore: 73, opened: 4, reopened: 1, resolved: 3, converted: 0, rejected: 0, open: 75 },
  ])!;
  expect(moves).toEqual({ days: 2, openBefore: 0, opened: 81, reopened: 1, resolved: 4, converted: 2, rejected: 1, open: 75 });
  expect(moves.opened + moves.reopened - moves.resolved - moves.converted - moves.rejected).toBe(moves.open - moves.openBefore);
  expect(movesText(moves)).toBe('81 opened, 1 reopened, 4 resolved by themselves, 2 converted, 1 rejected');
  expect(movesOf([])).toBeNull();
});
