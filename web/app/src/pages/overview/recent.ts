import type { Moved } from '../../api/types';

export interface MovedPage {
  items: Moved[];
  total?: number;
}

const hour = 3_600_000;

/** Each change once, the newest first, none older than an hour. */
export function recent(all: readonly Moved[], now: number): Moved[] {
  const seen = new Map<string, Moved>();
  for (const move of all) if (!seen.has(move.id) && now - Date.parse(move.at) <= hour) seen.set(move.id, move);
  return [...seen.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
