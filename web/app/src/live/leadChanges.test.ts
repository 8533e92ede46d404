import { expect, test } from 'vitest';
import type { Lead } from '../api/types';
import { leadChanges } from './leadChanges';

test('changes are read with their lead, gone leads without, and the nameless are left out', () => {
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
