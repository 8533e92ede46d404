import { beforeEach, expect, test } from 'vitest';
import { dismissToast, dismissUndo, showToast, toasts } from './toasts';

beforeEach(() => (toasts.value = []));

test('at most three messages are shown, the oldest is dropped', () => {
  for (const text of ['a', 'b', 'c', 'd']) showToast(text);
  expect(toasts.value.map((t) => t.text)).toEqual(['b', 'c', 'd']);
  dismissToast(toasts.value[0]!.id);
  expect(toasts.value).toHaveLength(2);
});

test('a message with undo stays for ten seconds', () => {
  showToast('Contacted', { action: { name: 'Undo', run() {} } });
  expect(toasts.value[0]!.ms).toBe(10_000);
});

test('a later command on a lead removes the undo of the earlier one', () => {
  const action = { name: 'Undo', run() {} };
  showToast('Two leads contacted', { undo: true, about: ['a', 'b'], action });
  showToast('One lead contacted', { undo: true, about: ['c'], action });
  dismissUndo(['b']);
  expect(toasts.value.map((t) => t.text)).toEqual(['One lead contacted']);
});
