import { beforeEach, expect, test, vi } from 'vitest';
import { keepAddress, takeAddress } from './returnAddress';

const kept = new Map<string, string>();
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
  removeItem: (key: string) => kept.delete(key),
});
const at = (pathname: string, search = '') => {
  vi.stubGlobal('location', { pathname, search });
  keepAddress();
};

beforeEach(() => kept.clear());

test('the address is kept with its parameters, and taken once', () => {
  at('/app/leads', '?priority=high');
  expect([takeAddress(), takeAddress()]).toEqual(['/app/leads?priority=high', null]);
});

test('sign-in leads nowhere, and no other address is taken', () => {
  at('/app/sign-in');
  expect(takeAddress()).toBeNull();
  kept.set('onelead.return', 'https://elsewhere.example/app/');
  expect(takeAddress()).toBeNull();
});
