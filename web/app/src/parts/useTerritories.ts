import { useEffect, useState } from 'preact/hooks';
import { getTerritories } from '../api/client';

let known: readonly string[] = [];

/** The territories to choose from, and those that are chosen already. */
export function useTerritories(chosen: readonly string[]): { value: string; text: string }[] {
  const [all, setAll] = useState(known);
  useEffect(() => {
    const aborter = new AbortController();
    // Without the list, what is chosen already can still be seen and taken away.
    getTerritories(aborter.signal).then(
      (found) => setAll((known = found.map((t) => t.id).sort())),
      () => {},
    );
    return () => aborter.abort();
  }, []);
  return [...new Set([...all, ...chosen])].map((id) => ({ value: id, text: id }));
}
