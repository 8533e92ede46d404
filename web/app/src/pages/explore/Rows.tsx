import type { EntityRow } from '../../api/types';
import { counted } from '../../format/format';
import { fieldName, fieldText } from '../../format/fields';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { orderOf, orderText } from '../../parts/sorting';
import { Skeleton } from '../../parts/Skeleton';
import { updateSettings } from '../../state/router';
import { accountAt, viewWith } from '../../state/url';
import { RefreshButton } from '../shared/RefreshButton';
import { Masked } from '../shared/Masked';
import { RequestResult } from '../shared/RequestResult';
import { usePagedList } from '../shared/usePagedList';
import { tableOf, type ExploreQuery } from './exploreQuery';

const pageSize = 200;

/** The tab of the account page that shows a kind of record. */
const tabOf: Record<string, string> = {
  item: 'items',
  opportunity: 'opportunities',
  project: 'projects',
  contract: 'contracts',
  service_credit: 'contracts',
  ticket: 'tickets',
  survey: 'tickets',
  activity: 'activity',
  engagement: 'activity',
  contact: 'contacts',
  order: 'more',
  payment: 'more',
  usage: 'more',
};

const numbers = new Set(['number']);

export function Rows({
  query,
  address,
  filterQuery,
  columns,
}: {
  query: ExploreQuery;
  address: string;
  filterQuery: string;
  columns: readonly string[];
}) {
  const sort = query.sort ? `&sort=${encodeURIComponent(query.sort)}` : '';
  const found = usePagedList<EntityRow>(`${address}?limit=${pageSize}${filterQuery}${sort}`, 'portfolio');
  // Fields of a table have its name before them.
  const prefix = `${tableOf(query)}.`;
  const isNumber = (name: string) => found.rows.some((r) => numbers.has(typeof r.fields[name]));
  const shown: Column<EntityRow>[] = [
    {
      key: 'id',
      name: 'Id',
      card: 'title',
      cell: (r) =>
        r.account ? (
          <span class="mono">{r.id}</span>
        ) : (
          <span class="mono" title="No account">
            {r.id}
          </span>
        ),
      sort: (r) => r.id,
    },
    {
      key: 'account',
      name: 'Account',
      cell: (r) => r.account?.name ?? <span class="aside">No account</span>,
      sort: (r) => r.account?.name ?? null,
    },
    ...columns.map((name): Column<EntityRow> => {
      const number = isNumber(name);
      return {
        key: name,
        name: name.startsWith(prefix) ? word(name.slice(prefix.length)) : fieldName(name),
        number,
        descending: number,
        cell: (r) =>
          r.masked.includes(name) ? (
            <Masked />
          ) : r.fields[name] == null || r.fields[name] === '' ? (
            <span class="aside">–</span>
          ) : (
            fieldText(name, r.fields[name], r.fields['currency'])
          ),
        sort: (r) => String(r.fields[name] ?? ''),
      };
    }),
  ];
  return (
    <section class="panel tab-body" aria-label="Records" {...found.holdHandlers}>
      <RefreshButton list={found} />
      <RequestResult request={found} what="Deep dive" waiting={<Skeleton rows={10} />}>
        {() => (
          <>
            <p class="explore-count" aria-live="polite">
              <b class="num">{counted(found.total ?? 0, 'record')}</b>
              {query.conditions.length > 0 && <span class="aside"> match the filters</span>}
            </p>
            <DataTable
              label="Records"
              rows={found.rows}
              id={(r) => r.id}
              columns={shown}
              ordered
              wide
              order={orderOf(query.sort, { key: 'id', descending: false })}
              onOrder={(o) => updateSettings({ sort: orderText(o) === 'id' ? '' : orderText(o) }, 'replace')}
              onNearEnd={found.more}
              to={(r) =>
                r.account
                  ? accountAt(r.account.id, tabOf[query.kind] ? { tab: tabOf[query.kind]! } : {})
                  : viewWith('explore', { kind: query.kind, text: r.id })
              }
              empty={
                <EmptyState icon="search" title="No records match">
                  There are no records of this kind, or none matches all filters.
                </EmptyState>
              }
            />
          </>
        )}
      </RequestResult>
    </section>
  );
}
