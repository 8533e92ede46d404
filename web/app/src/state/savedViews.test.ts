import { expect, test } from 'vitest';
import { viewsOf, withView } from './savedViews';

test('invalid stored views are skipped', () => {
  expect(viewsOf(null)).toEqual([]);
  expect(viewsOf('{')).toEqual([]);
  expect(viewsOf('{"name":"a"}')).toEqual([]);
  expect(
    viewsOf(
      '[{"name":"North","address":"/app/leads?territory=1","x":1},{"name":"","address":"/app/"},{"name":"b","address":"https://elsewhere/"},null]',
    ),
  ).toEqual([{ name: 'North', address: '/app/leads?territory=1' }]);
});

test('a view of the same name replaces the older one', () => {
  const north = { name: 'North', address: '/app/leads?territory=1' };
  const south = { name: 'South', address: '/app/leads?territory=2' };
  expect(withView([north, south], { ...north, address: '/app/leads?territory=3' })).toEqual([
    { name: 'North', address: '/app/leads?territory=3' },
    south,
  ]);
  expect(withView([north], south)).toEqual([north, south]);
});
