import { expect, test } from 'vitest';
import { rank, ranked } from './rank';

const names = ['Overview', 'Lead queue', 'Customer health', 'Revenue focus', 'Rules', 'Reconciliation', 'Theme: dark'];
const best = (typed: string) => ranked(names, (n) => n, typed, 3);

test('a match at the start ranks above one inside, a whole word above a part', () => {
  expect(best('re')[0]).toBe('Revenue focus');
  expect(best('health')).toEqual(['Customer health']);
  expect(rank('Lead queue', 'queue')).toBeGreaterThan(rank('Racqueue', 'queue'));
});

test('initials and letters in order match, but not two letters alone', () => {
  expect(best('lq')[0]).toBe('Lead queue');
  expect(best('ldq')[0]).toBe('Lead queue');
  expect(rank('Overview', 'vw')).toBe(0);
});

test('every word must match, in any order', () => {
  expect(best('dark theme')).toEqual(['Theme: dark']);
  expect(best('dark rules')).toEqual([]);
});

test('without text everything keeps its order', () => {
  expect(ranked(names, (n) => n, '  ', 2)).toEqual(['Overview', 'Lead queue']);
});

test('regular expression characters are literal', () => {
  expect(rank('Lead (queue)', '(queue')).toBeGreaterThan(0);
  expect(rank('abc', '*[(')).toBe(0);
});
