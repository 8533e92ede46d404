import { expect, test } from 'vitest';
import { leadOf, valueOf } from '../../api/fixtures';
import type { Lead } from '../../api/types';
import { entriesOf, groupKey, groupsOf, headerId } from './grouping';

const lead = (id: string, account: string, more: Partial<Lead> = {}) =>
  leadOf({ id, priority: 'medium', score: 50, account: { id: account, name: account.toUpperCase() }, ...more });

const rows = [
  lead('1', 'b', { priority: 'high', score: 70, estimatedValue: valueOf(10) }),
  lead('2', 'a'),
  lead('3', 'b', { priority: 'critical', score: 80, estimatedValue: valueOf(5) }),
];
const row = (id: string) => rows.find((r) => r.id === id);
const groups = groupsOf(['1', '2', '3'], row, 'account');

test('groups have the place of their first lead and show their highest priority', () => {
  expect(groups.map((g) => [g.name, g.ids, g.best.id, g.values.amount, g.values.unknown])).toEqual([
    ['B', ['1', '3'], '3', 15, 0],
    ['A', ['2'], '2', null, 1],
  ]);
  expect(groupsOf(['1', '2', '3'], row, 'product')).toHaveLength(1);
});

test('only open groups show their leads', () => {
  expect(entriesOf(groups, new Set(['a']))).toEqual([headerId('b'), headerId('a'), '2']);
  expect([groupKey(headerId('b')), groupKey('hpe:1:renewal')]).toEqual(['b', null]);
});
