/** How well a name answers what was typed: 0 not at all, more is better. Every typed word has to be found. */
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
  // Of two names that answer alike, the shorter one is meant.
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

/** The letters of the word occur in this order, the first at the start of a word: "ldq" finds "lead queue". */
function spread(text: string, word: string): boolean {
  if (word.length < 3) return false;
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return new RegExp(`(^|[\\s/-])${word[0]!.replace(/[^\p{L}\p{N}]/gu, '\\$&')}`, 'u').test(text);
}

/** The best answers first, equal ones in the order in which they came. */
export function ranked<T>(all: readonly T[], name: (one: T) => string, typed: string, most: number): T[] {
  return all
    .map((one) => ({ one, points: rank(name(one), typed) }))
    .filter((r) => r.points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, most)
    .map((r) => r.one);
}
