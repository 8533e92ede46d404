import { useEffect, useState } from 'preact/hooks';
import { getTerritories } from '../api/client';

/** The value of the filter for accounts without a territory. */
export const noTerritory = '-';

/** A filter takes the name of a territory. */
let known: readonly { name: string; above: readonly string[] }[] = [];

/**
 * The territories as options, including selected ones that the server does not list.
 * @param withAbove also those above others, which may have no accounts of their own
 */
export function useTerritories(chosen: readonly string[], withAbove = false): { value: string; text: string }[] {
  const [all, setAll] = useState(known);
  useEffect(() => {
    const aborter = new AbortController();
    // If the request fails, the selected territories can still be removed.
    getTerritories(aborter.signal).then(
      (found) => setAll((known = found.map((t) => ({ name: t.name ?? noTerritory, above: t.above })))),
      () => {},
    );
    return () => aborter.abort();
  }, []);
  const names = all.flatMap((t) => (withAbove ? [t.name, ...t.above] : [t.name])).sort();
  return [...new Set([...names, ...chosen])].map((name) => ({ value: name, text: name === noTerritory ? 'None' : name }));
}
