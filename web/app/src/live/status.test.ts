import { expect, test } from 'vitest';
import { statusOf } from './status';

test('live while something was heard within three seconds', () => {
  expect(statusOf(true, 10_000, 0, 13_000)).toEqual({ kind: 'live' });
  expect(statusOf(true, 10_000, 0, 13_001)).toEqual({ kind: 'reconnecting', since: 10_000 });
});

test('not live without a connection, however recent the last message', () => {
  expect(statusOf(false, 10_000, 0, 10_001)).toEqual({ kind: 'reconnecting', since: 10_000 });
});

test('stale ten seconds after the last message', () => {
  expect(statusOf(false, 10_000, 0, 20_000).kind).toBe('reconnecting');
  expect(statusOf(false, 10_000, 0, 20_001)).toEqual({ kind: 'stale', since: 10_000 });
});

test('connecting at first, stale since the start when nothing arrives', () => {
  expect(statusOf(false, null, 5_000, 6_000)).toEqual({ kind: 'connecting' });
  expect(statusOf(true, null, 5_000, 16_000)).toEqual({ kind: 'stale', since: 5_000 });
});
