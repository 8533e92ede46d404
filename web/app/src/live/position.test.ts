import { expect, test } from 'vitest';
import { Position, type Frame } from './position';

const frame = (sequence: number, more: Partial<Frame> = {}): Frame => ({ topic: 'leads', epoch: 'a', sequence, ...more });
const beat = (sequence: number) => frame(sequence, { beat: true });
const news = (sequence: number) => frame(sequence, { changes: [{ id: 'x' }] });

test('the next sequence is taken, a repeat is not', () => {
  const at = new Position('a', 4);
  expect(at.take(news(5))).toBe('next');
  expect(at.take(news(5))).toBe('known');
  expect(at.take(news(3))).toBe('known');
  expect(at.sequence).toBe(5);
});

test('a jump ahead is a gap and takes nothing', () => {
  const at = new Position('a', 4);
  expect(at.take(news(6))).toBe('gap');
  expect(at.sequence).toBe(4);
});

test('another epoch is a gap, whatever its sequence', () => {
  expect(new Position('a', 4).take(frame(5, { epoch: 'b' }))).toBe('gap');
});

test('beats may count', () => {
  const at = new Position('a', 4);
  expect(at.take(beat(5))).toBe('next');
  expect(at.take(news(6))).toBe('next');
  expect(at.take(beat(7))).toBe('next');
});

test('where beats repeat the last number, one that is ahead tells of a lost frame', () => {
  const at = new Position('a', 4);
  expect(at.take(beat(4))).toBe('known');
  expect(at.take(news(5))).toBe('next');
  expect(at.take(beat(6))).toBe('gap');
});

test('a beat that carries content is content', () => {
  const at = new Position('a', 4);
  at.take(beat(4));
  expect(at.take(frame(5, { beat: true, state: {} }))).toBe('next');
});
