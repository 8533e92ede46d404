import { expect, test } from 'vitest';
import { stepOf } from '../../api/fixtures';
import type { LeadStatus } from '../../api/types';
import { trackOf } from './track';

const track = (status: LeadStatus, ...steps: string[]) =>
  trackOf(
    status,
    steps.map((s) => stepOf(s)),
  ).map((s) => `${s.name} ${s.state}`);

test('the track always has four places', () => {
  expect(track('new')).toEqual(['new now', 'contacted ahead', 'qualified ahead', 'converted ahead']);
  expect(track('qualified', 'contacted', 'assigned:Kim', 'qualified')).toEqual([
    'new passed',
    'contacted passed',
    'qualified now',
    'converted ahead',
  ]);
});

test('a step that was left out is not shown as done', () => {
  expect(track('converted', 'contacted', 'converted')).toEqual(['new passed', 'contacted passed', 'qualified skipped', 'converted now']);
});

test('a rejected lead shows what it had reached', () => {
  expect(track('rejected', 'contacted', 'rejected')).toEqual(['new passed', 'contacted passed', 'qualified skipped', 'rejected now']);
});

test('undone and refused steps, and those before a reopening, do not count', () => {
  expect(track('rejected', 'contacted', 'undone', 'rejected')[1]).toBe('contacted skipped');
  expect(track('rejected', 'contacted', 'rejected', 'new', 'rejected')[1]).toBe('contacted skipped');
  expect(track('rejected', 'contacted', 'rejected', 'reopened', 'rejected')[1]).toBe('contacted skipped');
});
