import { expect, test } from 'vitest';
import type { Lead } from '../api/types';
import { leadChanges } from './leadChanges';

test('a change has its lead or null for a deleted one; changes without an id are skipped', () => {
  const lead = { id: 'x' } as Lead;
  const frame = {
    topic: 'leads',
    epoch: 1,
    sequence: 1,
    changes: [{ id: 'x', lead, previousPriority: 'high' }, { id: 'y', lead: null }, {}],
  };
  expect(leadChanges(frame)).toEqual([
    { id: 'x', row: lead, previousPriority: 'high' },
    { id: 'y', row: null, previousPriority: null },
  ]);
  expect(leadChanges({ topic: 'leads', epoch: 1, sequence: 1 })).toEqual([]);
});
