import { beforeEach, expect, test } from 'vitest';
import { roleOf, sessionOf, sessionUserOf } from '../api/fixtures';
import { permissionsOf, permissionText, roleLine, roleName, roles } from './roles';
import { seesKind, session } from './session';

const analyst = roleOf({ permissions: [{ name: 'read', text: 'Read leads' }] });

beforeEach(() => {
  session.value = sessionOf({ user: sessionUserOf(), roles: [analyst] });
});

test('roles and permissions are what the server says', () => {
  expect(roles()).toEqual([analyst]);
  expect([roleName('analyst'), roleLine('analyst')]).toEqual(['Analyst', 'Sees all accounts. Changes nothing.']);
  expect(permissionsOf('analyst')).toEqual([{ name: 'read', text: 'Read leads' }]);
  expect(permissionText('read')).toBe('Read leads');
});

test('a role that the server has not described is shown by its name alone', () => {
  expect([roleName('administrator'), roleLine('administrator'), permissionsOf('administrator')]).toEqual(['administrator', '', []]);
});

test('kinds are seen as the session says, and all without a limit', () => {
  expect(seesKind('opportunity')).toBe(true);
  session.value = sessionOf({ user: sessionUserOf({ visibleKinds: ['contract'] }) });
  expect([seesKind('opportunity'), seesKind('contract')]).toEqual([false, true]);
});
