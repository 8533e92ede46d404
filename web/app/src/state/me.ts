import { computed, signal } from '@preact/signals';
import { session, user } from './session';

const storageKey = 'onelead.me';

function readStored(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

/** The name that the user has typed. Asked for when it is first needed, and only without users. */
const typedName = signal(readStored());

/** The name that leads are assigned to: that of the person who has signed in, else the typed one. Empty if unknown. */
export const me = computed(() => (session.value?.hasUsers ? (user.value?.displayName ?? '') : typedName.value));

/** The names under which leads are the user's. Empty if unknown. */
export const ownNames = computed<readonly string[]>(() =>
  session.value?.hasUsers ? (user.value?.names ?? []) : [typedName.value].filter(Boolean),
);

/** The author that commands state. The server knows who has signed in. */
export const statedName = (): string | undefined => (session.peek()?.hasUsers ? undefined : typedName.peek() || undefined);

export function setUserName(name: string): void {
  typedName.value = name.trim();
  try {
    localStorage.setItem(storageKey, typedName.value);
  } catch {
    // The name lasts until the page is closed.
  }
}
