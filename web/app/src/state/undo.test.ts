import { beforeEach, expect, test } from 'vitest';
import { clearUndo, moveVersion, nextUndo, pushUndo, takeUndo, undoLatest, type UndoStep } from './undo';

beforeEach(clearUndo);

let done: string[] = [];
const step = (text: string, id: string, before: number, at = 0): UndoStep => {
  const made: UndoStep = {
    text,
    leads: [{ id, before, after: before + 1 }],
    at,
    run: () => {
      takeUndo(made);
      done.push(text);
    },
  };
  pushUndo(made);
  return made;
};

test('steps are undone one after the other, the latest first', () => {
  done = [];
  step('contacted', 'a', 0);
  step('qualified', 'a', 1);
  step('contacted', 'b', 0);
  expect([undoLatest(1), undoLatest(1), undoLatest(1), undoLatest(1)]).toEqual([true, true, true, false]);
  expect(done).toEqual(['contacted', 'qualified', 'contacted']);
});

test('a step can be undone for ten minutes', () => {
  step('contacted', 'a', 0, 1_000);
  expect(nextUndo(600_999)?.text).toBe('contacted');
  expect(nextUndo(601_000)).toBeNull();
});

test('after an undo the step before it expects the version that the undo led to', () => {
  const first = step('contacted', 'a', 0);
  const second = step('qualified', 'a', 1);
  takeUndo(second);
  // The undo of version 2 led to version 3.
  moveVersion('a', second.leads[0]!.before, 3);
  expect(first.leads[0]!.after).toBe(3);
});

test('three steps on one lead keep their chain', () => {
  const [first, second, third] = [step('contacted', 'a', 0), step('qualified', 'a', 1), step('rejected', 'a', 2)];
  takeUndo(third);
  moveVersion('a', 2, 4);
  expect([first.leads[0]!.after, second.leads[0]!.after]).toEqual([1, 4]);
  takeUndo(second);
  moveVersion('a', 1, 5);
  expect(first.leads[0]!.after).toBe(5);
});

test('after a change by somebody else the steps before it cannot be undone', () => {
  step('contacted', 'b', 0);
  step('contacted', 'a', 0);
  const later = step('rejected', 'a', 2);
  takeUndo(later);
  moveVersion('a', 2, 4);
  expect(nextUndo(1)?.leads).toEqual([{ id: 'b', before: 0, after: 1 }]);
});
