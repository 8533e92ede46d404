import { useEffect, useState } from 'preact/hooks';
import { getTerritories } from '../../api/client';
import { Menu } from '../../parts/Menu';
import { set } from '../../state/router';

let known: string[] | null = null;

/** Chooses territories, which stand in the address joined by commas. */
export function TerritoryMenu({ value, single = false }: { value: string | undefined; single?: boolean }) {
  const [all, setAll] = useState<string[]>(known ?? []);
  useEffect(() => {
    const aborter = new AbortController();
    // Without the list, what is chosen already can still be seen and taken away.
    getTerritories(aborter.signal).then((found) => setAll((known = found.map((t) => t.id).sort())), () => {});
    return () => aborter.abort();
  }, []);
  const chosen = (value ?? '').split(',').filter(Boolean);
  const options = [...new Set([...all, ...chosen])].map((id) => ({ value: id, text: id }));
  return <Menu label="Territory" none="Any" options={options} chosen={chosen} onChange={(v) => set({ territory: (single ? v.slice(-1) : [...v].sort()).join(',') })} />;
}
