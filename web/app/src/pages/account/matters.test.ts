import { expect, test } from 'vitest';
import type { AccountDetail } from '../../api/account';
import type { Lead } from '../../api/types';
import { ahead, latest, mattersOf, situation } from './matters';

const lead = (id: string, more: Partial<Lead> = {}): Lead => ({
  id,
  type: 'renewal',
  status: 'new',
  priority: 'high',
  score: 70,
  factors: { urgency: 0, value: 0, propensity: 0, strategicFit: 0 },
  estimatedValue: { min: 1, max: 100_000, currency: 'USD' },
  account: { id: 'a', name: 'A' },
  item: { serial: id, product: 'DL380', productId: 'P1' },
  version: 1,
  ...more,
});

test('leads of one type for one product are one matter, the most pressing matter first', () => {
  const found = mattersOf([
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

const detail = (more: Partial<AccountDetail> = {}): AccountDetail => ({
  account: {
    id: 'a',
    name: 'A',
    health: { classic: 50, view: 0 },
    atRisk: false,
    leads: { total: 0, renewal: 0, hardwareRefresh: 0, serviceAttach: 0, critical: 0, high: 0, medium: 0, low: 0 },
    items: 0,
    itemsPastEndOfLife: 0,
    openOpportunities: 0,
    projects: 0,
  },
  leads: [],
  items: [],
  entities: {},
  keys: [],
  asOf: '2026-11-21',
  ...more,
});

test('an account of which nothing is known says so', () => {
  expect(situation(detail())).toEqual(['Nothing is known yet of what this account owns, buys or asks.']);
});

test('the situation is told in sentences', () => {
  const d = detail({
    items: [
      { id: '1', accountId: 'a', serial: '1', fields: {}, support: ['expired', 'uncovered'] },
      { id: '2', accountId: 'a', serial: '2', fields: {}, support: ['active'] },
    ],
    entities: {
      ticket: [
        { id: 't', fields: { status: 'Open', escalated: true } },
        { id: 'u', fields: { status: 'Closed' } },
      ],
      payment: [
        { id: 'p', fields: { due: '2026-01-01' } },
        { id: 'q', fields: { due: '2026-01-01', paid: '2026-01-02' } },
      ],
    },
  });
  d.account.itemsPastEndOfLife = 1;
  expect(situation(d)).toEqual([
    '2 installed items: 1 past end of life, 1 without support.',
    '1 open ticket, 1 escalated.',
    '1 invoice overdue.',
  ]);
});

test('dates order what happened and what lies ahead', () => {
  const all = ['2026-01-01', '2026-12-01', undefined, '2027-01-01'].map((end, i) => ({ id: String(i), fields: { end } }));
  expect(latest(all, 'end').map((e) => e.id)).toEqual(['3', '1', '0', '2']);
  expect(ahead(all, 'end', '2026-11-21').map((e) => e.id)).toEqual(['1', '3']);
});
