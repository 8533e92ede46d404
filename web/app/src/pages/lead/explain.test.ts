import { expect, test } from 'vitest';
import { Problem } from '../../api/http';
import { stepsFrom, tell } from './commands';
import { byFactor, sumOf } from '../../parts/explanation';

const line = (factor: string, points: number, weight: number) => ({ factor, rule: 'r', text: '', input: null, points, weight, contribution: Math.round(points * weight * 100) / 100 });

test('lines are summed by factor, exactly, and add up to the score', () => {
  const explanation = { score: 61.5, lines: [line('urgency', 50, 0.35), line('urgency', 30, 0.35), line('value', 40, 0.3), line('propensity', 70, 0.2), line('strategic_fit', 50, 0.15)] };
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

test('a step that came too late says how the lead stands now', () => {
  expect(tell(new Problem(412, 'Precondition failed'), 'contacted').text).toContain('It is contacted now.');
  expect(tell(new Problem(409, 'Conflict', 'A closed lead takes no steps.'), 'rejected').text).toBe('A closed lead takes no steps. It is rejected now.');
});
