import type { Change } from '../../api/types';

export interface MovedPage {
  items: Change[];
  total?: number;
}

const hour = 3_600_000;

/** The changes of the last hour without duplicates, the newest first. */
export function recentChanges(all: readonly Change[], now: number): Change[] {
  const seen = new Map<string, Change>();
  for (const move of all) if (!seen.has(move.id) && now - Date.parse(move.at) <= hour) seen.set(move.id, move);
  return [...seen.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
