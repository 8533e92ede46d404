import { useEffect, useState } from 'preact/hooks';
import { getTerritories } from '../api/client';

let known: readonly string[] = [];

/** The territories as options, including selected ones that the server does not list. */
export function useTerritories(chosen: readonly string[]): { value: string; text: string }[] {
  const [all, setAll] = useState(known);
  useEffect(() => {
    const aborter = new AbortController();
    // If the request fails, the selected territories can still be removed.
    getTerritories(aborter.signal).then(
      (found) => setAll((known = found.map((t) => t.id).sort())),
      () => {},
    );
    return () => aborter.abort();
  }, []);
  return [...new Set([...all, ...chosen])].map((id) => ({ value: id, text: id }));
}
