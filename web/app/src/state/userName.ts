import { signal } from '@preact/signals';

const storageKey = 'onelead.me';

function readStored(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

/** The user's name, sent with commands on leads. The dashboard asks for it when it is first needed. */
export const userName = signal(readStored());

export function setUserName(name: string): void {
  userName.value = name.trim();
  try {
    localStorage.setItem(storageKey, userName.value);
  } catch {
    // The name lasts until the page is closed.
  }
}
