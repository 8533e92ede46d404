import { describe, expect, it } from 'vitest';
import { byFactor } from './factors';

const line = (factor: string, points: number, weight: number, contribution: number) => ({
  factor,
  rule: 'r',
  text: 't',
  input: 'i',
  points,
  weight,
  contribution,
});

describe('byFactor', () => {
  it('sums the points of a factor', () => {
    const lines = [line('urgency', 50, 0.35, 17.5), line('urgency', 30, 0.35, 10.5)];
    expect(byFactor({ score: 28, lines }).map((p) => [p.points, p.weight, p.contribution])).toEqual([[80, 0.35, 28]]);
  });

  it('takes the mean of measures that share the weight of their part', () => {
    const lines = [line('usage', 80, 0.25, 20), line('usage', 40, 0.25, 10), line('payment', 0, 0, 0), line('lifecycle', 60, 0.5, 30)];
    expect(byFactor({ score: 60, lines }, true).map((p) => [p.factor, p.points, p.weight, p.contribution])).toEqual([
      ['usage', 60, 0.5, 30],
      ['payment', 0, 0, 0],
      ['lifecycle', 60, 0.5, 30],
    ]);
  });
});
