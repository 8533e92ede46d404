import { signal } from '@preact/signals';

/** The dialog that is open in front of the page. */
export const overlay = signal<'palette' | 'help' | 'menu' | null>(null);
