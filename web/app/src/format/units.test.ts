import { expect, test } from 'vitest';
import { percent, bytes, duration } from './units';

test('rates are shown in percent, a missing one as a dash', () => {
  expect([percent(0.7), percent(0.6543), percent(0), percent(null)]).toEqual(['70 %', '65.4 %', '0 %', '–']);
});

test('sizes and durations have one unit', () => {
  expect([bytes(12), bytes(2_450), bytes(12_400_000)]).toEqual(['12 B', '2.5 kB', '12 MB']);
  expect([duration(320), duration(4_200), duration(180_000), duration(5 * 3_600_000), duration(48 * 3_600_000)]).toEqual([
    '320 ms',
    '4 s',
    '3 min',
    '5 h',
    '2 days',
  ]);
});
