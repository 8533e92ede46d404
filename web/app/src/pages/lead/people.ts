import type { Person } from '../../api/types';

/** The people whose name holds the text, the user first, then those whose name begins with it. */
export function peopleFor(people: readonly Person[], me: string, text: string): Person[] {
  const typed = text.trim().toLowerCase();
  const rank = (p: Person) => (p.displayName === me ? 0 : p.displayName.toLowerCase().startsWith(typed) ? 1 : 2);
  return people
    .filter((p) => p.displayName.toLowerCase().includes(typed) || p.name.toLowerCase().includes(typed))
    .sort((a, b) => rank(a) - rank(b) || a.displayName.localeCompare(b.displayName));
}
