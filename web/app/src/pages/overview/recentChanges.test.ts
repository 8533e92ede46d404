import { expect, test } from 'vitest';
import type { Change } from '../../api/types';
import { recentChanges } from './recentChanges';

const move = (id: string, at: string) =>
  ({ id, at, kind: 'lead', lead: null, account: { id: 'a', name: 'A' }, before: 'high', after: 'critical' }) as Change;
const now = Date.parse('2026-11-21T10:00:00Z');

test('changes have no duplicates, the newest comes first, none is older than an hour', () => {
  const all = [
    move('2', '2026-11-21T09:30:00Z'),
    move('3', '2026-11-21T09:59:00Z'),
    move('1', '2026-11-21T08:59:59Z'),
    move('2', '2026-11-21T09:30:00Z'),
  ];
  expect(recentChanges(all, now).map((m) => m.id)).toEqual(['3', '2']);
});
