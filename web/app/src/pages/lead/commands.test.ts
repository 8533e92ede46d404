import { expect, test } from 'vitest';
import { Problem } from '../../api/http';
import { done, stepsFrom, stepWords, tell, tellConflict } from './commands';
import { byFactor, sumOf } from '../../parts/explanation';

const line = (factor: string, points: number, weight: number) => ({
  factor,
  rule: 'r',
  text: '',
  input: null,
  points,
  weight,
  contribution: Math.round(points * weight * 100) / 100,
});

test('lines are summed by factor, exactly, and add up to the score', () => {
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

test('the usual step comes first, closed leads take none', () => {
  expect(stepsFrom('new')).toEqual(['contacted', 'qualified', 'converted', 'rejected']);
  expect(stepsFrom('qualified')).toEqual(['converted', 'rejected']);
  expect([stepsFrom('converted'), stepsFrom('rejected')]).toEqual([[], []]);
});

const now = Date.parse('2026-11-21T09:00:00Z');
const step = (what: string, more = {}) => ({ sequence: 1, at: '2026-11-21T08:59:30Z', what, by: 'Kim', ...more });

test('who was faster is named, with what they did', () => {
  expect(tellConflict([step('contacted'), step('qualified')], 'qualified', now)).toBe(
    'Kim moved this lead to qualified a moment ago: your change was not applied.',
  );
  expect(tellConflict([step('assigned:Lee', { by: null, at: '2026-11-21T08:20:00Z' })], 'new', now)).toBe(
    'Somebody gave this lead to Lee 40 minutes ago: your change was not applied.',
  );
  expect(tellConflict([step('snoozed:2026-12-01')], 'new', now)).toContain('snoozed this lead until 1 Dec 2026');
  expect(tellConflict(undefined, 'contacted', now)).toBe(
    'This lead has changed since you saw it, it is contacted now: your change was not applied.',
  );
});

test('a refused step is not who was faster', () => {
  expect(tellConflict([step('contacted'), step('rejected', { by: 'Lee', refused: 'version_mismatch' })], 'contacted', now)).toContain(
    'Kim moved this lead to contacted',
  );
});

test('other refusals say why', () => {
  expect(tell(new Problem(409, 'Conflict', 'A closed lead takes no steps.'))).toBe('A closed lead takes no steps.');
  expect(tell(new Problem(0, 'x'))).toContain('safe to try again');
});

test('what was done is said in a few words', () => {
  expect([
    done({ status: 'qualified' }),
    done({ assignee: 'Kim' }),
    done({ assignee: null }),
    done({ snoozeUntil: '2026-12-01' }),
    done({ note: 'x' }),
  ]).toEqual(['qualified', 'given to Kim', 'given back', 'snoozed until 1 Dec 2026', 'noted']);
  expect([stepWords('assigned:Kim'), stepWords('assigned:'), stepWords('undone'), stepWords('contacted')]).toEqual([
    'Given to Kim',
    'Given back',
    'Last step taken back',
    'Contacted',
  ]);
});
