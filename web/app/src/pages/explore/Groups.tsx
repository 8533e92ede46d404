import type { EntityGroups } from '../../api/types';
import { count, counted, plain } from '../../format/format';
import { fieldName } from '../../format/fields';
import { percent } from '../../format/units';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Skeleton } from '../../parts/Skeleton';
import { useRequest } from '../../parts/useRequest';
import { Money } from '../../parts/Money';
import { updateSettings } from '../../state/router';
import { accountAt } from '../../state/url';
import { RequestResult } from '../shared/RequestResult';
import { Meter } from '../shared/Meter';
import { commonGroupFields, formatConditions, type ExploreQuery } from './exploreQuery';

/** Records grouped by a field, with counts and sums. */
export function Groups({
  query,
  address,
  filterQuery,
  money: isMoney,
  rate,
}: {
  query: ExploreQuery;
  address: string;
  filterQuery: string;
  money: boolean;
  rate: boolean;
}) {
  const found = useRequest<EntityGroups>(
    `${address}/groups?by=${encodeURIComponent(query.by)}${query.sum ? `&sum=${encodeURIComponent(query.sum)}` : ''}${filterQuery}`,
    'portfolio',
  );
  type Group = EntityGroups['items'][number];
  const cell = (n: number | null, g: Group) =>
    n === null ? <span class="aside">Unknown</span> : isMoney ? <Money amount={n} currency={g.currency} /> : rate ? percent(n) : plain(n);
  return (
    <section class="panel tab-body" aria-label="Groups">
      <RequestResult request={found} what="Deep dive" waiting={<Skeleton rows={8} />}>
        {({ items, groups, total }) => {
          // A sum of shares says nothing.
          const value = (g: Group) => (rate ? g.average : g.sum);
          const size = (g: Group) => (query.sum ? (value(g) ?? 0) : g.count);
          // Amounts of different currencies are not compared.
          const most = (g: Group) => Math.max(1, ...items.filter((other) => other.currency === g.currency).map(size));
          const mean: Column<Group> = {
            key: 'average',
            name: 'Mean',
            number: true,
            width: 120,
            descending: true,
            cell: (g) => cell(g.average, g),
            sort: (g) => g.average,
          };
          const records: Column<Group> = {
            key: 'count',
            name: 'Records',
            number: true,
            width: 100,
            descending: true,
            cell: (g) => (
              <span class="two">
                <span class="num">{count(g.count)}</span>
                {!!g.unknown && <small>{count(g.unknown)} unknown</small>}
              </span>
            ),
            sort: (g) => g.count,
          };
          const columns: Column<Group>[] = [
            {
              key: 'key',
              name: fieldName(query.by),
              card: 'title',
              cell: (g) => (g.key === null || g.key === '' ? <span class="aside">empty</span> : <b>{g.key}</b>),
              sort: (g) => g.key,
            },
            {
              key: 'bar',
              name: query.sum ? `${rate ? 'Mean' : 'Sum'} of ${fieldName(query.sum).toLowerCase()}` : 'Records',
              width: 320,
              descending: true,
              cell: (g) => (
                <Meter wide share={size(g) / most(g)}>
                  {query.sum ? cell(value(g), g) : count(g.count)}
                </Meter>
              ),
              sort: (g) => (query.sum ? value(g) : g.count),
            },
            ...(query.sum && !rate ? [mean] : []),
            ...(query.sum ? [records] : []),
            {
              key: 'see',
              name: '',
              width: 124,
              card: 'none',
              cell: (g) =>
                g.accountId ? (
                  <Link to={accountAt(g.accountId)} class="more-link">
                    Account <Icon name="right" />
                  </Link>
                ) : commonGroupFields.has(query.by) ? null : (
                  <button
                    class="button button-quiet"
                    type="button"
                    onClick={() =>
                      updateSettings({
                        by: '',
                        sum: '',
                        if: formatConditions([
                          ...query.conditions,
                          g.key ? { field: query.by, op: 'eq', value: g.key } : { field: query.by, op: 'empty', value: '' },
                        ]),
                      })
                    }
                  >
                    <span>See</span>
                    <Icon name="right" />
                  </button>
                ),
            },
          ];
          return (
            <>
              <p class="explore-count">
                <b class="num">{counted(groups, 'group')}</b> <span class="aside">of {counted(total, 'record')}</span>
              </p>
              <DataTable
                label="Groups"
                rows={items}
                id={(g) => `${g.key ?? ''}:${g.currency ?? ''}:${g.accountId ?? ''}`}
                columns={columns}
                empty={
                  <EmptyState icon="search" title="No records match">
                    No record matches all filters.
                  </EmptyState>
                }
              />
              {items.length < groups && <p class="list-end">{`The largest ${count(items.length)} groups`}</p>}
            </>
          );
        }}
      </RequestResult>
    </section>
  );
}
