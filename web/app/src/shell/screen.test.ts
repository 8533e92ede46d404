import { expect, test } from 'vitest';
import { sessionOf, sessionUserOf } from '../api/fixtures';
import { screenOf } from './screen';

const open = sessionOf({ hasUsers: false });
const signedOut = sessionOf({ user: null });
const signedIn = sessionOf({ user: sessionUserOf() });

test('without users every address opens', () => {
  expect([screenOf('leads', open), screenOf('sign-in', open), screenOf('unknown', open)]).toEqual(['app', 'app', 'app']);
});

test('sign-in is shown wherever the address points, until somebody has signed in', () => {
  expect([screenOf('leads', signedOut), screenOf('unknown', signedOut), screenOf('sign-in', signedOut)]).toEqual(Array(3).fill('sign-in'));
  expect([screenOf('leads', signedIn), screenOf('sign-in', signedIn)]).toEqual(['app', 'app']);
});

test('a required second factor comes before every page', () => {
  const lacking = sessionOf({ user: sessionUserOf({ mustAddSecondFactor: true }) });
  expect(['leads', 'sign-in', 'unknown'].map((p) => screenOf(p as 'leads', lacking))).toEqual(Array(3).fill('second-factor'));
  expect(screenOf('welcome', lacking)).toBe('welcome');
});

test('a link to set a password opens for everybody, the link for the first user only without users', () => {
  expect([open, signedOut, signedIn].map((s) => screenOf('welcome', s))).toEqual(['welcome', 'welcome', 'welcome']);
  expect([open, signedOut, signedIn].map((s) => screenOf('first-user', s))).toEqual(['first-user', 'sign-in', 'app']);
});
