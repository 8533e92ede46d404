import { signal } from '@preact/signals';

const storageKey = 'onelead.me';

function readStored(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

/** The name under which the reader takes leads and steps; OneLead asks for it when it is needed first. */
export const userName = signal(readStored());

export function setUserName(name: string): void {
  userName.value = name.trim();
  try {
    localStorage.setItem(storageKey, userName.value);
  } catch {
    // It holds as long as the page.
  }
}
