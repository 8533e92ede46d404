import { useEffect, useState } from 'preact/hooks';
import type { EntityRow, Page } from '../../api/types';
import { asProblem, type Problem, request } from '../../api/http';
import { portfolio } from '../../live/connection';
import { count, counted, day, plain } from '../../format/format';
import { percent } from '../../format/units';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Skeleton } from '../../parts/Skeleton';
import { useSortOrder } from '../../parts/useSortOrder';
import type { RequestState } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import { viewWith, type Settings } from '../../state/url';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { Meter } from '../shared/Meter';
import { formatConditions } from './exploreQuery';
import { bySegment, type Segment } from './creditSegments';

/** At most this many records are loaded. */
const most = 10_000;
const bound = 0.7;

async function all(path: string, signal: AbortSignal): Promise<{ rows: EntityRow[]; total: number }> {
  const rows: EntityRow[] = [];
  let next: string | null = null;
  let total = 0;
  do {
    const { body }: { body: Page<EntityRow> } = await request<Page<EntityRow>>(
      `${path}&limit=500${next ? `&cursor=${encodeURIComponent(next)}` : ''}`,
      { signal },
    );
    rows.push(...body.items);
    ({ next, total } = body);
  } while (next && rows.length < most);
  return { rows, total };
}

interface CreditSummary {
  segments: Segment[];
  read: number;
  total: number;
}

function useCredits(asOf: string | undefined): RequestState<CreditSummary> {
  const [state, setState] = useState<{ data: CreditSummary | null; problem: Problem | null; loading: boolean }>({
    data: null,
    problem: null,
    loading: true,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!asOf) return;
    const aborter = new AbortController();
    setState((s) => ({ ...s, loading: true }));
    Promise.all([
      all(`/api/v1/entities/service_credit?where=${encodeURIComponent(`contractEnd:gt:${asOf}`)}`, aborter.signal),
      all('/api/v1/entities/account?', aborter.signal),
    ]).then(
      ([credits, accounts]) => {
        const segmentOf = new Map(
          accounts.rows
            .filter((a) => a.account)
            .map((a) => [a.account!.id, typeof a.fields['segment'] === 'string' ? a.fields['segment'] : null]),
        );
        setState({
          data: { segments: bySegment(credits.rows, segmentOf), read: credits.rows.length, total: credits.total },
          problem: null,
          loading: false,
        });
      },
      (error: unknown) => aborter.signal.aborted || setState((s) => ({ data: s.data, problem: asProblem(error), loading: false })),
    );
    return () => aborter.abort();
  }, [asOf, turn]);
  return { ...state, reload: () => setTurn((n) => n + 1) };
}

/** Unexpired service credits by customer segment: mean use, unused credits, number of customers. */
export function Credits({ settings }: { settings: Settings }) {
  const asOf = portfolio.state.value?.asOf;
  const found = useCredits(asOf);
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
      cell: (s) => plain(s.unused),
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
          {({ segments, read, total }) => {
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
                        { field: 'contractEnd', op: 'gt', value: asOf ?? '' },
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
                        : total
                          ? 'All known credits have expired.'
                          : 'No service credits have been imported.'}
                    </EmptyState>
                  }
                />
                <p class="list-end">
                  {read < total
                    ? `The first ${count(read)} of ${counted(total, 'record')} were loaded.`
                    : `From ${counted(total, 'record')}.`}{' '}
                  Use is delivered ÷ purchased, averaged over the records of a segment.
                </p>
              </>
            );
          }}
        </RequestResult>
      </section>
    </div>
  );
}
