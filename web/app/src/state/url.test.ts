import { expect, test } from 'vitest';
import { defaultQuery } from './leadQuery';
import { accountAt, formatRoute, itemAt, leadsWith, overview, parseRoute, viewWith, type Route } from './url';

const roundTrip = (route: Route) => {
  const { pathname, search } = new URL(formatRoute(route), 'http://x');
  return parseRoute(pathname, search);
};

test('only what differs from the default is in the address', () => {
  expect(formatRoute(overview)).toBe('/app/');
  expect(formatRoute(leadsWith({}))).toBe('/app/leads');
  expect(formatRoute(leadsWith({ priority: ['critical', 'high'], sort: { key: 'value', descending: true } }))).toBe(
    '/app/leads?priority=critical,high&sort=-value',
  );
});

test('an open lead keeps its readable id', () => {
  const route: Route = { page: 'overview', lead: 'hpe:USE3267F8N:renewal' };
  expect(formatRoute(route)).toBe('/app/?lead=hpe:USE3267F8N:renewal');
  expect(roundTrip(route)).toEqual(route);
});

test('every part of a query survives the address', () => {
  const route: Route = {
    page: 'leads',
    lead: 'hpe:A~2FB:hardware_refresh',
    query: {
      type: ['renewal', 'service_attach'],
      priority: ['low'],
      status: ['converted', 'rejected'],
      territory: ['56088', '56240'],
      account: 'name:56088:Tarn~20~26~20Vale',
      family: ['3PAR', 'ALLETRA MP'],
      text: 'a+b & 東海 100 %',
      minScore: 62.5,
      assignee: 'Kim Ørsted',
      snoozed: 'all',
      group: 'account',
      sort: { key: 'updatedAt', descending: false },
    },
  };
  expect(roundTrip(route)).toEqual(route);
});

test('an item has an address of its own', () => {
  const item = itemAt('hpe:USE3267F8N', 'hpe:USE3267F8N:renewal');
  expect(formatRoute(item)).toBe('/app/items/hpe:USE3267F8N?lead=hpe:USE3267F8N:renewal');
  expect(roundTrip(item)).toEqual(item);
});

test('a page keeps its settings, an account its id', () => {
  const account = accountAt('name:56088:Tarn~20~26~20Vale', { tab: 'items' });
  expect(formatRoute(account)).toBe('/app/accounts/name:56088:Tarn~20~26~20Vale?tab=items');
  expect(roundTrip(account)).toEqual(account);
  const odd = accountAt('a/b %c');
  expect(roundTrip(odd)).toEqual(odd);
  const health: Route = { ...viewWith('health', { sort: '-view', text: 'a & b' }), lead: 'x:y' } as Route;
  expect(formatRoute(health)).toBe('/app/health?sort=-view&text=a+%26+b&lead=x:y');
  expect(roundTrip(health)).toEqual(health);
  expect(formatRoute(viewWith('imports', { state: '' }))).toBe('/app/imports');
});

test('unknown parameters are ignored', () => {
  expect(
    parseRoute('/app/leads/', '?priority=urgent,high&sort=colour&minScore=abc&type=renewal,renewal_due,hardware_refresh,service_attach'),
  ).toEqual({
    page: 'leads',
    lead: null,
    query: { ...defaultQuery, priority: ['high'] },
  });
});

test('lists may be repeated', () => {
  const route = parseRoute('/app/leads', '?territory=2&territory=1,2');
  expect(route.page === 'leads' && route.query.territory).toEqual(['1', '2']);
});

test('other addresses are unknown', () => {
  expect(parseRoute('/app/nowhere', '')).toEqual({ page: 'unknown', lead: null });
  expect(parseRoute('/app/accounts', '')).toEqual({ page: 'unknown', lead: null });
  expect(parseRoute('/app/health/x', '')).toEqual({ page: 'unknown', lead: null });
  expect(parseRoute('/application', '')).toEqual({ page: 'unknown', lead: null });
  expect(parseRoute('/app', '')).toEqual(overview);
  expect(parseRoute('/app/index.html', '')).toEqual(overview);
});

test('pages without navigation have no parameters and no lead', () => {
  expect(parseRoute('/app/welcome', '?lead=a')).toEqual({ page: 'welcome', lead: null });
  expect(parseRoute('/app/sign-in/', '')).toEqual({ page: 'sign-in', lead: null });
  expect(parseRoute('/app/sign-in/x', '')).toEqual({ page: 'unknown', lead: null });
});
