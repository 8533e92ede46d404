import { Menu } from '../../parts/Menu';
import { useTerritories } from '../../parts/useTerritories';
import { set } from '../../state/router';

/** Chooses territories, which stand in the address joined by commas. */
export function TerritoryMenu({ value, single = false }: { value: string | undefined; single?: boolean }) {
  const chosen = (value ?? '').split(',').filter(Boolean);
  return (
    <Menu
      label="Territory"
      none="Any"
      options={useTerritories(chosen)}
      chosen={chosen}
      onChange={(v) => set({ territory: (single ? v.slice(-1) : [...v].sort()).join(',') })}
    />
  );
}
