import type { Explanation, ExplanationLine } from '../api/types';

export interface FactorSum {
  factor: string;
  weight: number;
  /** The factor's value, 0-100: the sum of its points, or their mean. */
  points: number;
  contribution: number;
  lines: ExplanationLine[];
}

/**
 * Groups the lines by factor in the order of first appearance. Sums are rounded to four decimals, so that they are exact.
 * A factor is the sum of its lines, or their mean: then each line has its own share of the factor's weight.
 */
export function byFactor(explanation: Explanation, isMean = false): FactorSum[] {
  const parts = new Map<string, FactorSum>();
  for (const line of explanation.lines) {
    let part = parts.get(line.factor);
    if (!part) {
      part = { factor: line.factor, weight: line.weight, points: 0, contribution: 0, lines: [] };
      parts.set(line.factor, part);
    }
    part.lines.push(line);
    part.points = exact(part.points + line.points);
    part.contribution = exact(part.contribution + line.contribution);
  }
  if (isMean) {
    for (const part of parts.values()) {
      part.weight = exact(part.lines.reduce((sum, l) => sum + l.weight, 0));
      part.points = Math.round(part.points / part.lines.length);
    }
  }
  return [...parts.values()];
}

export const sumOf = (explanation: Explanation): number => exact(explanation.lines.reduce((sum, l) => exact(sum + l.contribution), 0));

const exact = (n: number): number => Math.round(n * 10_000) / 10_000;

/** Whether factors have weights. Health and risk are plain sums of points. */
export const isWeighted = (explanation: Explanation): boolean => explanation.lines.some((l) => l.weight !== 1);

export const differenceText = (before: number, now: number): string => {
  const by = exact(now - before);
  return by === 0 ? 'unchanged' : (by > 0 ? '+' : '−') + String(Math.abs(Math.round(by * 100) / 100));
};
