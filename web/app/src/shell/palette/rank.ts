/** How well a name matches the typed text. 0 means no match: every typed word must occur. */
export function rank(name: string, typed: string): number {
  const text = name.toLowerCase();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return 1;
  let sum = 0;
  for (const word of words) {
    const found = rankWord(text, word);
    if (!found) return 0;
    sum += found;
  }
  // Prefer the shorter of two equally good names.
  return sum / words.length + 1 / (1 + text.length);
}

function rankWord(text: string, word: string): number {
  if (text === word) return 100;
  if (text.startsWith(word)) return 80;
  const at = text.indexOf(word);
  if (at > 0) return /[\p{L}\p{N}]/u.test(text[at - 1]!) ? 40 : 60;
  return initials(text).startsWith(word) ? 50 : spread(text, word) ? 10 : 0;
}

const initials = (text: string) => [...text.matchAll(/(?:^|[\s/-])([\p{L}\p{N}])/gu)].map((m) => m[1]).join('');

/** Whether the letters occur in this order, the first at the start of a word: "ldq" matches "lead queue". */
function spread(text: string, word: string): boolean {
  if (word.length < 3) return false;
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return new RegExp(`(^|[\\s/-])${word[0]!.replace(/[^\p{L}\p{N}]/gu, '\\$&')}`, 'u').test(text);
}

/** The best matches first. Equal ones keep their order. */
export function ranked<T>(all: readonly T[], name: (one: T) => string, typed: string, most: number): T[] {
  return all
    .map((one) => ({ one, points: rank(name(one), typed) }))
    .filter((r) => r.points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, most)
    .map((r) => r.one);
}
