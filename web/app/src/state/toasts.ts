import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'warn';
  action?: { name: string; run(): void } | undefined;
  /** It can be taken back: Ctrl+Z means the latest of these. */
  undo?: boolean | undefined;
  /** The leads whose last step would be taken back. */
  about?: readonly string[] | undefined;
  ms: number;
}

export const toasts = signal<readonly Toast[]>([]);

/** More than these at once are not read by anybody. */
const maxToasts = 3;
const defaultMs = 6_000;
/** How long a step can be taken back with one press. */
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

/** A later step on the same leads: taking the earlier one back would take back the wrong one. */
export function dismissUndo(ids: readonly string[]): void {
  const later = new Set(ids);
  toasts.value = toasts.value.filter((t) => !t.undo || !t.about?.some((id) => later.has(id)));
}

/** Takes the latest step back that can be; false when there is none. */
export function undoLatest(): boolean {
  const latest = toasts.value.findLast((t) => t.undo && t.action);
  if (!latest) return false;
  dismissToast(latest.id);
  latest.action!.run();
  return true;
}
