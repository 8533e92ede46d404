import { expect, test } from 'vitest';
import { leadOf, sessionOf, sessionUserOf, valueOf } from '../api/fixtures';
import type { Lead } from '../api/types';
import { compareBy, defaultQuery, matches, queryParameters } from './leadQuery';
import { session } from './session';

const lead = (more: Partial<Lead> = {}) =>
  leadOf({
    score: 62.5,
    account: { id: 'name::Fjordbank', name: 'Fjordbank' },
    item: { serial: 'USE3267F8N', productId: '', product: 'DL360p Gen8', family: 'COMPUTE', isComponent: false, territory: null },
    territory: '56088',
    ...more,
  });

test('without a status, open leads match', () => {
  expect(matches(defaultQuery, lead({ status: 'qualified' }))).toBe(true);
  expect(matches(defaultQuery, lead({ status: 'rejected' }))).toBe(false);
  expect(matches({ ...defaultQuery, status: ['rejected'] }, lead({ status: 'rejected' }))).toBe(true);
});

test('text matches account, product and serial regardless of case', () => {
  for (const text of ['fjord', 'GEN8', ' use3267 ']) expect(matches({ ...defaultQuery, text }, lead())).toBe(true);
  expect(matches({ ...defaultQuery, text: 'gen9' }, lead())).toBe(false);
  expect(matches({ ...defaultQuery, text: 'gen9' }, lead(), true)).toBe(true);
});

test('every filter must pass', () => {
  const q = { ...defaultQuery, priority: ['high' as const], minScore: 60, family: ['COMPUTE'] };
  expect(matches(q, lead())).toBe(true);
  expect(matches(q, lead({ score: 59 }))).toBe(false);
  expect(matches({ ...q, territory: ['1'] }, lead())).toBe(false);
});

test('priority descends from critical to low', () => {
  const by = compareBy({ key: 'priority', descending: true });
  const sorted = (['low', 'critical', 'medium', 'high'] as const).map((priority) => lead({ priority })).sort(by);
  expect(sorted.map((l) => l.priority)).toEqual(['critical', 'high', 'medium', 'low']);
});

test('an unknown value comes last in both directions', () => {
  const known = lead({ estimatedValue: valueOf(2) });
  for (const descending of [true, false]) expect([lead(), known].sort(compareBy({ key: 'value', descending }))[0]).toBe(known);
});

test('the server always gets the sort and the snoozed filter, and no other defaults', () => {
  expect(queryParameters(defaultQuery, true)).toEqual([
    ['snoozed', 'false'],
    ['sort', '-score'],
  ]);
  expect(queryParameters({ ...defaultQuery, snoozed: 'all' }, true)).toEqual([['sort', '-score']]);
});

test('leads are filtered by assignee', () => {
  expect(matches({ ...defaultQuery, assignee: 'none' }, lead())).toBe(true);
  expect(matches({ ...defaultQuery, assignee: 'kim' }, lead({ assignee: 'kim' }))).toBe(true);
  expect(matches({ ...defaultQuery, assignee: 'none' }, lead({ assignee: 'kim' }))).toBe(false);
  expect(matches({ ...defaultQuery, assignee: 'kim' }, lead({ assignee: 'Kim' }))).toBe(true);
});

test('grouping is not sent to the server', () => {
  const q = { ...defaultQuery, group: 'account' as const };
  expect(queryParameters(q)).toEqual([['group', 'account']]);
  expect(queryParameters(q, true)).toEqual(queryParameters(defaultQuery, true));
});

test('a snoozed lead comes back on its day', () => {
  const off = (asOf: string) => lead({ snoozedUntil: '2026-12-01', asOf });
  expect([matches(defaultQuery, off('2026-11-30')), matches(defaultQuery, off('2026-12-01'))]).toEqual([false, true]);
  expect(matches({ ...defaultQuery, snoozed: 'only' }, off('2026-11-30'))).toBe(true);
  expect(matches({ ...defaultQuery, snoozed: 'only' }, lead())).toBe(false);
  expect(matches({ ...defaultQuery, snoozed: 'all' }, off('2026-11-30'))).toBe(true);
});

test('mine are the leads under each name of the user', () => {
  session.value = sessionOf({ user: sessionUserOf() });
  const mine = { ...defaultQuery, assignee: 'me' };
  expect(queryParameters(mine)).toEqual([['assignee', 'me']]);
  expect(queryParameters(mine, true).filter(([name]) => name === 'assignee')).toEqual([
    ['assignee', 'Kim'],
    ['assignee', 'kim@example.com'],
  ]);
  expect(matches(mine, lead({ assignee: 'KIM@example.com' }))).toBe(true);
  expect(matches(mine, lead({ assignee: 'Lee' }))).toBe(false);
  expect(matches(mine, lead())).toBe(false);
});
