import { expect, test } from 'vitest';
import { rank, ranked } from './rank';

const names = ['Overview', 'Lead queue', 'Customer health', 'Revenue focus', 'Rules', 'Reconciliation', 'Theme: dark'];
const best = (typed: string) => ranked(names, (n) => n, typed, 3);

test('a beginning is better than an inside, a word better than a part of one', () => {
  expect(best('re')[0]).toBe('Revenue focus');
  expect(best('health')).toEqual(['Customer health']);
  expect(rank('Lead queue', 'queue')).toBeGreaterThan(rank('Racqueue', 'queue'));
});

test('initials and spread letters are understood, two letters are not guessed at', () => {
  expect(best('lq')[0]).toBe('Lead queue');
  expect(best('ldq')[0]).toBe('Lead queue');
  expect(rank('Overview', 'vw')).toBe(0);
});

test('every word has to be found, in any order', () => {
  expect(best('dark theme')).toEqual(['Theme: dark']);
  expect(best('dark rules')).toEqual([]);
});

test('without words everything stands as it came', () => {
  expect(ranked(names, (n) => n, '  ', 2)).toEqual(['Overview', 'Lead queue']);
});

test('signs of regular expressions are mere signs', () => {
  expect(rank('Lead (queue)', '(queue')).toBeGreaterThan(0);
  expect(rank('abc', '*[(')).toBe(0);
});
