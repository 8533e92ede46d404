import type { EntityGroups } from '../../api/types';
import { portfolio } from '../../live/connection';
import { count, counted, day, plain } from '../../format/format';
import { percent } from '../../format/units';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Skeleton } from '../../parts/Skeleton';
import { useSortOrder } from '../../parts/useSortOrder';
import { useRequest, type RequestState } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import { viewWith, type Settings } from '../../state/url';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { Meter } from '../shared/Meter';
import { formatConditions } from './exploreQuery';

const bound = 0.7;
/** Not known to have ended. */
const notEnded = { field: 'contractEnd', op: 'not_lt', value: 'today' } as const;

interface Segment {
  segment: string | null;
  credits: number;
  /** Mean of delivered ÷ purchased. Null when nothing was purchased. */
  meanUse: number | null;
  unused: number | null;
  customers: number;
}

const groupsAddress = (sum: string) =>
  `/api/v1/entities/service_credit/groups?by=account.segment&sum=${sum}&where=${encodeURIComponent(formatConditions([notEnded]))}`;

/** Joins the groups of both sums. They have the same keys. */
function segmentsOf(use: EntityGroups, unused: EntityGroups): Segment[] {
  const unusedOf = new Map(unused.items.map((g) => [g.key, g.sum]));
  return use.items.map((g) => ({
    segment: g.key,
    credits: g.count,
    meanUse: g.average,
    unused: unusedOf.get(g.key) ?? null,
    customers: g.accounts,
  }));
}

/** Unexpired service credits by customer segment: mean use, unused credits, number of customers. */
export function Credits({ settings }: { settings: Settings }) {
  const asOf = portfolio.state.value?.asOf;
  const use = useRequest<EntityGroups>(groupsAddress('utilization'), 'portfolio');
  const unused = useRequest<EntityGroups>(groupsAddress('unused'), 'portfolio');
  const found: RequestState<Segment[]> = {
    data: use.data && unused.data && segmentsOf(use.data, unused.data),
    problem: use.problem ?? unused.problem,
    loading: use.loading || unused.loading,
    reload: () => [use, unused].forEach((r) => r.reload()),
  };
  const { order, onOrder } = useSortOrder(settings, { key: 'unused', descending: true });
  const everyone = settings['all'] === 'yes';
  const columns: Column<Segment>[] = [
    {
      key: 'segment',
      name: 'Customer segment',
      card: 'title',
      cell: (s) => (s.segment === null ? <span class="aside">No segment known</span> : <b>{s.segment}</b>),
      sort: (s) => s.segment,
    },
    {
      key: 'use',
      name: 'Average use',
      width: 260,
      cell: (s) => (
        <Meter share={s.meanUse} tone={s.meanUse !== null && s.meanUse < bound ? 'high' : 'good'}>
          {percent(s.meanUse)}
        </Meter>
      ),
      sort: (s) => s.meanUse,
    },
    {
      key: 'unused',
      name: 'Unused credits',
      number: true,
      width: 140,
      descending: true,
      cell: (s) => (s.unused === null ? <span class="aside">Unknown</span> : plain(s.unused)),
      sort: (s) => s.unused,
    },
    {
      key: 'credits',
      name: 'Records',
      number: true,
      width: 100,
      descending: true,
      rank: 2,
      cell: (s) => count(s.credits),
      sort: (s) => s.credits,
    },
    {
      key: 'customers',
      name: 'Customers',
      number: true,
      width: 110,
      descending: true,
      cell: (s) => count(s.customers),
      sort: (s) => s.customers,
    },
  ];
  return (
    <div class="page view explore">
      <Link to={viewWith('explore')} class="more-link back-link">
        <Icon name="left" /> Deep dive
      </Link>
      <PageHeader title="Service credits by customer segment" sub={asOf && `Credits not expired on ${day(asOf)}`}>
        <label class="tick">
          <input
            type="checkbox"
            checked={!everyone}
            onChange={(e) => updateSettings({ all: e.currentTarget.checked ? '' : 'yes' }, 'replace')}
          />
          Only average use under {percent(bound)}
        </label>
      </PageHeader>
      <section class="panel tab-body" aria-label="Segments">
        <RequestResult request={found} what="Credits by segment" waiting={<Skeleton rows={5} />}>
          {(segments) => {
            const shown = everyone ? segments : segments.filter((s) => s.meanUse !== null && s.meanUse < bound);
            return (
              <>
                <DataTable
                  label="Service credits by customer segment"
                  rows={shown}
                  id={(s) => s.segment ?? ''}
                  columns={columns}
                  order={order}
                  onOrder={onOrder}
                  to={(s) =>
                    viewWith('explore', {
                      kind: 'service_credit',
                      if: formatConditions([
                        notEnded,
                        s.segment === null
                          ? { field: 'account.segment', op: 'empty', value: '' }
                          : { field: 'account.segment', op: 'eq', value: s.segment },
                      ]),
                    })
                  }
                  empty={
                    <EmptyState
                      icon={segments.length ? 'check' : 'box'}
                      title={segments.length ? 'Every segment uses its credits' : 'No credits are known'}
                    >
                      {segments.length
                        ? `Every segment uses ${percent(bound)} or more on average.`
                        : 'No service credit that has not expired has been imported.'}
                    </EmptyState>
                  }
                />
                <p class="list-end">
                  From{' '}
                  {counted(
                    segments.reduce((n, s) => n + s.credits, 0),
                    'record',
                  )}
                  , without those whose end has passed. Use is delivered ÷ purchased, averaged over the records of a segment in which
                  something was purchased.
                </p>
              </>
            );
          }}
        </RequestResult>
      </section>
    </div>
  );
}
