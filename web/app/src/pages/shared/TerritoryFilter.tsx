import { MultiSelect } from '../../parts/MultiSelect';
import { useTerritories } from '../../parts/useTerritories';
import { updateSettings } from '../../state/router';

/** Selects territories and keeps them in the address. */
export function TerritoryFilter({ value, single = false }: { value: string | undefined; single?: boolean }) {
  const chosen = (value ?? '').split(',').filter(Boolean);
  return (
    <MultiSelect
      label="Territory"
      placeholder="Any"
      options={useTerritories(chosen)}
      chosen={chosen}
      onChange={(v) => updateSettings({ territory: (single ? v.slice(-1) : [...v].sort()).join(',') })}
    />
  );
}
