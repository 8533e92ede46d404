import { expect, test } from 'vitest';
import { operatorText, parseExploreQuery, filterParameters, formatConditions, parseConditions, tableOf, withTable } from './exploreQuery';

test('conditions survive the address, colons and semicolons in values too', () => {
  const conditions = [
    { field: 'stage', op: 'eq', value: 'a:b;c' },
    { field: 'amount', op: 'ge', value: '100000' },
    { field: 'endOfLife', op: 'empty', value: '' },
  ] as const;
  expect(parseConditions(formatConditions(conditions))).toEqual(conditions);
});

test('invalid conditions are ignored', () => {
  expect(parseConditions('stage;amount:like:1;:eq:2;tier:ne:')).toEqual([{ field: 'tier', op: 'ne', value: '' }]);
});

test('operators have words for numbers and for dates', () => {
  expect([operatorText('lt', 'money'), operatorText('lt', 'date'), operatorText('eq', 'date')]).toEqual(['below', 'before', 'is']);
});

test('incomplete conditions are not sent', () => {
  const filters = filterParameters(parseExploreQuery({ kind: 'item', if: 'risk:eq:;family:eq:MSA;endOfLife:set', text: 'hp' }));
  expect(filters.toString()).toBe('where=family%3Aeq%3AMSA&where=endOfLife%3Aset&text=hp');
});

test('another table of raw records keeps the filters that all tables have', () => {
  const query = parseExploreQuery({ kind: 'raw', if: 'table:eq:campaigns;campaigns.budget:gt:5;account:set' });
  expect(tableOf(query)).toBe('campaigns');
  expect(tableOf(parseExploreQuery({ kind: 'item', if: 'table:eq:campaigns' }))).toBe('');
  expect(formatConditions(withTable(query.conditions, 'quotes'))).toBe('table:eq:quotes;account:set');
  expect(formatConditions(withTable(query.conditions, ''))).toBe('account:set');
});
