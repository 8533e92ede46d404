import { expect, test } from 'vitest';
import { belowText } from './below';

test('a territory says what it is below, and whether its parent counts', () => {
  expect(belowText({ above: ['DACH', 'EMEA'], circle: false })).toBe('below DACH, EMEA');
  expect(belowText({ above: [], circle: false })).toBe('');
  expect(belowText({ above: [], circle: true })).toContain('does not count');
});
