import type { EntityGroups } from '../../api/types';
import { count } from '../../format/format';
import { word } from '../../format/words';
import { useRequest } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import { Select } from '../shared/Select';
import { formatConditions, withTable, type ExploreQuery } from './exploreQuery';

/** Selects one of the tables that have no kind of their own, such as campaigns. */
export function RawTables({ query, table }: { query: ExploreQuery; table: string }) {
  const found = useRequest<EntityGroups>('/api/v1/entities/raw/groups?by=table', 'portfolio');
  const known = (found.data?.items ?? []).flatMap((g) => (g.key ? [[g.key, `${word(g.key)} (${count(g.count)})`] as const] : []));
  return (
    <Select
      label="Table"
      value={table}
      options={[['', 'all'], ...known, ...(table && !known.some(([key]) => key === table) ? [[table, word(table)] as const] : [])]}
      onChoose={(chosen) =>
        updateSettings({ if: formatConditions(withTable(query.conditions, chosen)), cols: '', by: '', sum: '', sort: '' })
      }
    />
  );
}
