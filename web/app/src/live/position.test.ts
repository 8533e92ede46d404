import { expect, test } from 'vitest';
import { Position, type Frame } from './position';

const frame = (sequence: number, more: Partial<Frame> = {}): Frame => ({ topic: 'leads', epoch: 'a', sequence, ...more });
const beat = (sequence: number) => frame(sequence, { beat: true });
const news = (sequence: number) => frame(sequence, { changes: [{ id: 'x' }] });

test('the next sequence is applied, a repeated one is not', () => {
  const at = new Position('a', 4);
  expect(at.take(news(5))).toBe('next');
  expect(at.take(news(5))).toBe('known');
  expect(at.take(news(3))).toBe('known');
  expect(at.sequence).toBe(5);
});

test('a skipped sequence is a gap', () => {
  const at = new Position('a', 4);
  expect(at.take(news(6))).toBe('gap');
  expect(at.sequence).toBe(4);
});

test('another epoch is a gap, whatever its sequence', () => {
  expect(new Position('a', 4).take(frame(5, { epoch: 'b' }))).toBe('gap');
});

test('heartbeats may have their own sequence', () => {
  const at = new Position('a', 4);
  expect(at.take(beat(5))).toBe('next');
  expect(at.take(news(6))).toBe('next');
  expect(at.take(beat(7))).toBe('next');
});

test('if heartbeats repeat the last sequence, a higher one means a lost frame', () => {
  const at = new Position('a', 4);
  expect(at.take(beat(4))).toBe('known');
  expect(at.take(news(5))).toBe('next');
  expect(at.take(beat(6))).toBe('gap');
});

test('a heartbeat with content counts as content', () => {
  const at = new Position('a', 4);
  at.take(beat(4));
  expect(at.take(frame(5, { beat: true, state: {} }))).toBe('next');
});
