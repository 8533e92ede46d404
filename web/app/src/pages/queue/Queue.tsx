import { effect } from '@preact/signals';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { leadList, portfolio } from '../../context';
import { count } from '../../format/format';
import type { LeadList } from '../../live/lead-list';
import { Failure, NoData, Notice } from '../../parts/Notice';
import { LeadRow, rowId } from '../../parts/LeadRow';
import { LeadTable } from '../../parts/LeadTable';
import { VirtualList } from '../../parts/VirtualList';
import { defaultQuery, firstDescending, isFiltered, queryParameters, type LeadQuery, type SortKey } from '../../state/query';
import { go, openLead, route } from '../../state/router';
import { formatRoute, leadsWith } from '../../state/url';
import { Filters } from './Filters';
import { PendingBar } from './PendingBar';
import { useQueueKeys } from './keys';
import { useRowHeight } from './rowHeight';

/** Changes the filters or the order in the address; an open lead stays open. */
export function ask(change: Partial<LeadQuery>, how: 'push' | 'replace' = 'push'): void {
  const at = route.peek();
  if (at.page === 'leads') go({ ...at, query: { ...at.query, ...change } }, how);
}

/** The list of a query. While another one is being read, the last one stays on the screen. */
function useList(query: LeadQuery): LeadList | null {
  const [list, setList] = useState<LeadList | null>(null);
  const shown = useRef<LeadList | null>(null);
  useEffect(() => {
    const wanted = leadList(query);
    const stop = effect(() => {
      if (wanted.loading.value !== null || shown.current === wanted) return;
      shown.current?.close();
      shown.current = wanted;
      setList(wanted);
    });
    return () => {
      stop();
      if (shown.current !== wanted) wanted.close();
    };
  }, [JSON.stringify(queryParameters(query, true))]);
  useEffect(() => () => shown.current?.close(), []);
  return list;
}

export function Queue({ query, openId }: { query: LeadQuery; openId: string | null }) {
  const list = useList(query);
  const total = list?.total.value ?? null;
  return (
    <div class="page queue">
      <div class="page-head">
        <h1>Lead queue</h1>
        <p class="page-sub" aria-live="polite">
          {total !== null && <span class="live-number">{`${count(total)} ${query.status.length ? '' : 'open '}${total === 1 ? 'lead' : 'leads'}`}</span>}
        </p>
      </div>
      <Filters query={query} />
      {list ? <Results key={list.id} list={list} query={query} openId={openId} /> : <Skeleton />}
    </div>
  );
}

function Results({ list, query, openId }: { list: LeadList; query: LeadQuery; openId: string | null }) {
  list.version.value;
  const loading = list.loading.value;
  const problem = list.problem.value;
  const [active, setActive] = useState<string | null>(null);
  const [reveal, setReveal] = useState<string | null>(openId);
  const { height: rowHeight, box } = useRowHeight();
  const atTop = useRef(true);
  const pointed = useRef(false);
  const current = openId ?? active;

  list.mayMove.current = () => atTop.current && !pointed.current && current === null;

  const move = (step: 1 | -1) => {
    const place = current === null ? -1 : list.place(current);
    const id = list.ids[Math.max(0, Math.min(list.ids.length - 1, place + step))];
    if (!id) return;
    setActive(id);
    setReveal(id);
    if (openId) openLead(id);
  };
  useQueueKeys({ move, open: () => active && !openId && openLead(active), leave: () => setActive(null) });

  const sortBy = (key: SortKey) =>
    ask({ sort: query.sort.key === key ? { key, descending: !query.sort.descending } : { key, descending: firstDescending(key) } });

  const open = useCallback((id: string) => {
    setActive(id);
    openLead(id);
  }, []);
  const href = (id: string) => formatRoute({ page: 'leads', query, lead: id });

  if (!list.ids.length) {
    if (problem) return <Failure problem={problem} again={() => void list.reload()} />;
    if (loading === 'first') return <Skeleton />;
    if (portfolio.isEmpty) return <NoData />;
    return <NoMatch query={query} waiting={list.pending.value.arrived} show={() => list.settle()} />;
  }
  return (
    <div class="queue-body" ref={box}>
      <PendingBar pending={list.pending.value} apply={() => list.settle()} />
      <LeadTable
        label="Leads"
        rows={list.total.value ?? list.ids.length}
        sort={query.sort}
        onSort={sortBy}
        attributes={{
          tabIndex: 0,
          'aria-activedescendant': current && list.place(current) >= 0 ? rowId(current) : undefined,
          onPointerEnter: (e: PointerEvent) => (pointed.current = e.pointerType === 'mouse'),
          onPointerLeave: () => (pointed.current = false),
        }}
      >
        <VirtualList
          ids={list.ids}
          placeOf={(id) => list.place(id)}
          rowHeight={rowHeight}
          held={current}
          reveal={reveal}
          onNearEnd={() => void list.more()}
          onTop={(top) => (atTop.current = top)}
          row={(id, index) => (
            <LeadRow key={id} lead={list.row(id)!} index={index + 2} active={active === id} open={openId === id} left={list.hasLeft(id)} href={href(id)} onOpen={open} />
          )}
          after={
            <p class="queue-end">
              {problem ? `${problem.title}. It is tried again.` : list.hasMore ? 'Reading more' : `${count(list.ids.length)} of ${count(list.total.value)}: that is all`}
            </p>
          }
        />
      </LeadTable>
      <p class="key-hints" aria-hidden="true">
        <kbd>j</kbd> <kbd>k</kbd> move <kbd>Enter</kbd> open <kbd>Esc</kbd> close <kbd>/</kbd> search
      </p>
    </div>
  );
}

const NoMatch = ({ query, waiting, show }: { query: LeadQuery; waiting: number; show(): void }) => (
  <Notice icon="search" title={isFiltered(query) ? 'No lead matches' : 'No open leads'}>
    <p>{isFiltered(query) ? 'Nothing passes all of these filters at the moment.' : 'Nothing that is known of calls for attention.'}</p>
    {waiting > 0 ? (
      <button class="button" type="button" onClick={show}>
        Show {count(waiting)} new
      </button>
    ) : (
      isFiltered(query) && (
        <button class="button" type="button" onClick={() => go(leadsWith({ sort: query.sort, ...pick(defaultQuery) }))}>
          Clear the filters
        </button>
      )
    )}
  </Notice>
);

const pick = ({ sort: _, ...filters }: LeadQuery) => filters;

const Skeleton = () => (
  <div class="queue-body bones" aria-busy="true" aria-label="Loading">
    {[...Array(12).keys()].map((i) => (
      <i key={i} class="bone bone-row" />
    ))}
  </div>
);
