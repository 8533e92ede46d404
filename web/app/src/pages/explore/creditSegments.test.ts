import { expect, test } from 'vitest';
import type { EntityRow } from '../../api/types';
import { bySegment } from './creditSegments';

const credit = (id: string, account: string | null, purchased: number | null, delivered: number | null): EntityRow => ({
  id,
  account: account ? { id: account, name: account } : null,
  territory: null,
  recordTerritory: null,
  fields: { purchased, delivered },
  updatedAt: '',
});

test('use is averaged, unused credits are summed, customers are counted once', () => {
  const found = bySegment(
    [
      credit('1', 'a', 100, 50),
      credit('2', 'a', 100, 90),
      credit('3', 'b', 10, 20),
      credit('4', 'c', null, null),
      credit('5', null, 40, 0),
    ],
    new Map([
      ['a', 'Enterprise'],
      ['b', 'Enterprise'],
      ['c', 'Public sector'],
    ]),
  );
  expect(found).toEqual([
    { segment: 'Enterprise', credits: 3, meanUse: 0.7999999999999999, unused: 60, customers: 2 },
    { segment: null, credits: 1, meanUse: 0, unused: 40, customers: 0 },
    { segment: 'Public sector', credits: 1, meanUse: null, unused: 0, customers: 1 },
  ]);
});
