import { expect, test } from 'vitest';
import { leadOf, stepOf } from '../../api/fixtures';
import { Problem } from '../../api/http';
import { changeText, commandText, nextStatuses, stepText, problemText, conflictText, isApplicable } from './commands';
import { byFactor, sumOf } from '../../parts/factors';

const line = (factor: string, points: number, weight: number) => ({
  factor,
  rule: 'r',
  text: '',
  input: '',
  points,
  weight,
  contribution: Math.round(points * weight * 100) / 100,
});

test('the sums by factor are exact and add up to the score', () => {
  const explanation = {
    score: 61.5,
    lines: [
      line('urgency', 50, 0.35),
      line('urgency', 30, 0.35),
      line('value', 40, 0.3),
      line('propensity', 70, 0.2),
      line('strategic_fit', 50, 0.15),
    ],
  };
  expect(byFactor(explanation).map((p) => [p.factor, p.points, p.contribution])).toEqual([
    ['urgency', 80, 28],
    ['value', 40, 12],
    ['propensity', 70, 14],
    ['strategic_fit', 50, 7.5],
  ]);
  expect(sumOf(explanation)).toBe(61.5);
});

test('the usual status comes first, closed leads have none', () => {
  expect(nextStatuses('new')).toEqual(['contacted', 'qualified', 'converted', 'rejected']);
  expect(nextStatuses('qualified')).toEqual(['converted', 'rejected']);
  expect([nextStatuses('converted'), nextStatuses('rejected')]).toEqual([[], []]);
});

const now = Date.parse('2026-11-21T09:00:00Z');

test('a conflict names who changed the lead and how', () => {
  expect(conflictText([stepOf('contacted'), stepOf('qualified')], 'qualified', now)).toBe(
    'Kim moved this lead to qualified just now: your change was not applied.',
  );
  expect(conflictText([stepOf('assigned:Lee', { by: null, at: '2026-11-21T08:20:00Z' })], 'new', now)).toBe(
    'Somebody assigned this lead to Lee 40 minutes ago: your change was not applied.',
  );
  expect(conflictText([stepOf('snoozed:2026-12-01')], 'new', now)).toContain('snoozed this lead until 1 Dec 2026');
  expect(conflictText(undefined, 'contacted', now)).toBe(
    'This lead has changed since you saw it, it is contacted now: your change was not applied.',
  );
});

test('a refused step is not reported as the conflict', () => {
  expect(conflictText([stepOf('contacted'), stepOf('rejected', { by: 'Lee', refused: 'version_mismatch' })], 'contacted', now)).toContain(
    'Kim moved this lead to contacted',
  );
});

test('other refusals give the reason', () => {
  expect(problemText(new Problem(409, 'Conflict', 'A closed lead takes no steps.'))).toBe('A closed lead takes no steps.');
  expect(problemText(new Problem(0, 'x'))).toContain('safe to try again');
});

test('commands and steps have labels', () => {
  expect([
    commandText({ status: 'qualified' }),
    commandText({ assignee: 'Kim' }),
    commandText({ assignee: null }),
    commandText({ snoozeUntil: '2026-12-01' }),
    commandText({ note: 'x' }),
  ]).toEqual(['qualified', 'assigned to Kim', 'unassigned', 'snoozed until 1 Dec 2026', 'noted']);
  expect([stepText('assigned:Kim'), stepText('assigned:'), stepText('undone'), stepText('contacted')]).toEqual([
    'Assigned to Kim',
    'Unassigned',
    'Step undone',
    'Contacted',
  ]);
});

test('a closed lead can be reopened and nothing else', () => {
  const [open, closed] = [leadOf({ status: 'qualified' }), leadOf({ status: 'converted' })];
  expect([isApplicable(open, { status: 'new' }), isApplicable(closed, { status: 'new' })]).toEqual([false, true]);
  expect(isApplicable(closed, { status: 'contacted' })).toBe(false);
  expect([commandText({ status: 'new' }), stepText('new')]).toEqual(['reopened', 'Reopened']);
});

test('what somebody did is said in their words, with the reason', () => {
  expect(changeText([stepOf('rejected', { reason: 'Bought elsewhere' })], 'rejected', now)).toBe(
    'Kim rejected this lead just now (“Bought elsewhere”)',
  );
  expect(changeText([stepOf('rejected'), stepOf('new')], 'new', now)).toBe('Kim reopened this lead just now');
  expect(changeText([stepOf('reopened', { by: null })], 'new', now)).toBe(
    'This lead reopened by itself just now, because its reason came back',
  );
});
