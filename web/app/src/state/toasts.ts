import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'warn';
  action?: { name: string; run(): void } | undefined;
  /** The action undoes a command. */
  undo?: boolean | undefined;
  /** The leads whose last command would be undone. */
  about?: readonly string[] | undefined;
  ms: number;
}

export const toasts = signal<readonly Toast[]>([]);

/** At most this many messages at once. */
const maxToasts = 3;
const defaultMs = 6_000;
/** How long the undo button is shown. */
export const undoMs = 10_000;
let made = 0;

export function showToast(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
  const toast: Toast = { id: ++made, text, tone: 'plain', ms: more.action ? undoMs : defaultMs, ...more };
  toasts.value = [...toasts.value, toast].slice(-maxToasts);
  return toast.id;
}

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((t) => t.id !== id);
}

/** Removes the undo buttons of earlier commands on the same leads: they would undo the later command. */
export function dismissUndo(ids: readonly string[]): void {
  const later = new Set(ids);
  toasts.value = toasts.value.filter((t) => !t.undo || !t.about?.some((id) => later.has(id)));
}
