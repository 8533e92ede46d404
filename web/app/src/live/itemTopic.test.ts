import { expect, test } from 'vitest';
import { itemOf } from '../api/fixtures';
import { itemIn } from './itemTopic';

const item = itemOf({ riskScore: 75 });

test('a snapshot and a frame carry the complete item', () => {
  expect(itemIn({ state: item })).toBe(item);
  expect(itemIn({ state: { item } })).toBe(item);
  expect(itemIn({ changes: [itemOf(), item] })).toBe(item);
  expect(itemIn({ changes: [{ id: item.id, item }] })).toBe(item);
});

test('null says that the item is gone', () => {
  expect([itemIn({ state: null }), itemIn({ state: { item: null } }), itemIn({ changes: [{ id: item.id, item: null }] })]).toEqual([
    null,
    null,
    null,
  ]);
});

test('a heartbeat carries no item', () => {
  expect(itemIn({})).toBeUndefined();
});
