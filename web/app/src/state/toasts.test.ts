import { beforeEach, expect, test } from 'vitest';
import { dismissToast, dismissUndo, showToast, toasts, undoLatest } from './toasts';

beforeEach(() => (toasts.value = []));

test('the latest step that can be taken back is taken back once', () => {
  const done: string[] = [];
  showToast('One lead contacted', { undo: true, action: { name: 'Undo', run: () => done.push('first') } });
  showToast('Two leads qualified', { undo: true, action: { name: 'Undo', run: () => done.push('second') } });
  showToast('Saved');
  expect([undoLatest(), undoLatest(), undoLatest()]).toEqual([true, true, false]);
  expect(done).toEqual(['second', 'first']);
  expect(toasts.value.map((t) => t.text)).toEqual(['Saved']);
});

test('no more than three stand at once, the oldest goes', () => {
  for (const text of ['a', 'b', 'c', 'd']) showToast(text);
  expect(toasts.value.map((t) => t.text)).toEqual(['b', 'c', 'd']);
  dismissToast(toasts.value[0]!.id);
  expect(toasts.value).toHaveLength(2);
});

test('what can be taken back stays for ten seconds', () => {
  showToast('Contacted', { action: { name: 'Undo', run() {} } });
  expect(toasts.value[0]!.ms).toBe(10_000);
});

test('a later step on a lead ends the undo of the earlier one', () => {
  const action = { name: 'Undo', run() {} };
  showToast('Two leads contacted', { undo: true, about: ['a', 'b'], action });
  showToast('One lead contacted', { undo: true, about: ['c'], action });
  dismissUndo(['b']);
  expect(toasts.value.map((t) => t.text)).toEqual(['One lead contacted']);
});
