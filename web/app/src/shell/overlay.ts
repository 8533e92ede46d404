import { signal } from '@preact/signals';

/** What stands in front of the page. */
export const overlay = signal<'palette' | 'help' | 'menu' | null>(null);
