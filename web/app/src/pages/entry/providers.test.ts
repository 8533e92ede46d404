import { expect, test } from 'vitest';
import { organisationHeader, providerAddress, providerProblem } from './providers';

test('a provider returns to the page that was asked for', () => {
  expect(providerAddress('/sign-in/work', { pathname: '/app/leads', search: '?priority=high&text=a b' })).toBe(
    '/sign-in/work?to=%2Fapp%2Fleads%3Fpriority%3Dhigh%26text%3Da%20b',
  );
  expect(providerAddress('/sign-in/work', { pathname: '/app/sign-in', search: '?problem=failed' })).toBe('/sign-in/work');
});

test('a provider says why it failed, if it did', () => {
  expect(providerProblem('')).toBeNull();
  expect(providerProblem('?problem=no-role')).toContain('no role');
  expect(providerProblem('?problem=failed')).toContain('did not work');
  expect(providerProblem('?problem=%3Cb%3E')).toContain('did not work');
});

test('an organisation is named as the server knows it', () => {
  expect(organisationHeader(' Acme ')).toEqual({ 'x-onelead-tenant': 'acme' });
  expect(organisationHeader('')).toEqual({ 'x-onelead-tenant': 'default' });
  // A header holds no such letters.
  expect(organisationHeader('株')).toEqual({ 'x-onelead-tenant': '%E6%A0%AA' });
});
