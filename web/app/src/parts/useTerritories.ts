import { useEffect, useState } from 'preact/hooks';
import { getTerritories } from '../api/client';

/** The value of the filter for accounts without a territory. */
export const noTerritory = '-';

/** A filter takes the name of a territory. */
let known: readonly string[] = [];

/** The territories as options, including selected ones that the server does not list. */
export function useTerritories(chosen: readonly string[]): { value: string; text: string }[] {
  const [all, setAll] = useState(known);
  useEffect(() => {
    const aborter = new AbortController();
    // If the request fails, the selected territories can still be removed.
    getTerritories(aborter.signal).then(
      (found) => setAll((known = found.map((t) => t.name ?? noTerritory).sort())),
      () => {},
    );
    return () => aborter.abort();
  }, []);
  return [...new Set([...all, ...chosen])].map((name) => ({ value: name, text: name === noTerritory ? 'None' : name }));
}
