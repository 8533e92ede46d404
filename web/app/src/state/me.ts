import { signal } from '@preact/signals';

const place = 'onelead.me';

function kept(): string {
  try {
    return localStorage.getItem(place) ?? '';
  } catch {
    return '';
  }
}

/** The name under which the reader takes leads and steps; OneLead asks for it when it is needed first. */
export const me = signal(kept());

export function callMe(name: string): void {
  me.value = name.trim();
  try {
    localStorage.setItem(place, me.value);
  } catch {
    // It holds as long as the page.
  }
}
