import { expect, test } from 'vitest';
import { permissionsOf, roleLine, roles, roleSees } from './roles';

test('service consultants see the kinds of services alone, others all kinds', () => {
  expect(roles.filter((r) => !roleSees(r, 'opportunity'))).toEqual(['service_consultant']);
  expect(roles.filter((r) => !roleSees(r, 'contract'))).toEqual([]);
});

test('only administrators operate, and analysts change nothing', () => {
  expect(roles.filter((r) => permissionsOf(r).includes('operate'))).toEqual(['administrator']);
  expect(permissionsOf('analyst')).toEqual(['read']);
  expect(roleLine('analyst')).toBe('Sees all accounts. Sensitive fields are masked. Changes nothing.');
});
