import { expect, test } from 'vitest';
import { accountDetailOf, entityOf, itemOf, leadOf, valueOf } from '../../api/fixtures';
import type { Lead } from '../../api/types';
import { upcoming, latestFirst, talkingPoints, situation } from './talkingPoints';

const lead = (id: string, more: Partial<Lead> = {}) => leadOf({ id, estimatedValue: valueOf(100_000), ...more });

test('leads of one type for one product are one talking point, the most urgent first', () => {
  const found = talkingPoints([
    lead('1'),
    lead('2', { score: 72, estimatedValue: null }),
    lead('3', { priority: 'critical', score: 80, type: 'hardware_refresh' }),
    lead('4', { status: 'rejected' }),
  ]);
  expect(found.map((m) => [m.type, m.leads.length, m.best.id, m.value])).toEqual([
    ['hardware_refresh', 1, '3', 100_000],
    ['renewal', 2, '2', 100_000],
  ]);
});

test('an account without facts says so', () => {
  expect(situation(accountDetailOf())).toEqual(['No items, leads, opportunities or tickets are known for this account yet.']);
});

test('the situation is described in sentences', () => {
  const d = accountDetailOf({
    items: [itemOf({ id: '1', support: ['expired', 'uncovered'] }), itemOf({ id: '2', support: ['active'] })],
    entities: {
      ticket: [entityOf('t', { status: 'Open', escalated: true }), entityOf('u', { status: 'Closed' })],
      payment: [entityOf('p', { due: '2026-01-01' }), entityOf('q', { due: '2026-01-01', paid: '2026-01-02' })],
    },
  });
  d.account.itemsPastEndOfLife = 1;
  expect(situation(d)).toEqual([
    '2 installed items: 1 past end of life, 1 without support.',
    '1 open ticket, 1 escalated.',
    '1 invoice overdue.',
  ]);
});

test('past and upcoming records are ordered by date', () => {
  const all = ['2026-01-01', '2026-12-01', undefined, '2027-01-01'].map((end, i) => entityOf(String(i), { end }));
  expect(latestFirst(all, 'end').map((e) => e.id)).toEqual(['3', '1', '0', '2']);
  expect(upcoming(all, 'end', '2026-11-21').map((e) => e.id)).toEqual(['1', '3']);
});
