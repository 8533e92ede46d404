import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { portfolio } from '../../live/connection';
import { count, counted } from '../../format/format';
import type { LeadList } from '../../live/leadList';
import { FirstData } from '../overview/FirstData';
import { Failure, Notice } from '../../parts/Notice';
import { LeadRow, rowId } from '../../parts/LeadRow';
import { LeadTable } from '../../parts/LeadTable';
import { RetryNote } from '../../parts/RetryNote';
import { VirtualList } from '../../parts/VirtualList';
import { defaultQuery, firstDescending, isFiltered, type LeadQuery, type SortKey } from '../../state/leadQuery';
import { may } from '../../state/session';
import { navigate, openLead } from '../../state/router';
import { formatRoute, leadsWith } from '../../state/url';
import { updateQuery } from './updateQuery';
import { Filters } from './Filters';
import { PendingBar } from './PendingBar';
import { useQueueKeys } from './useQueueKeys';
import { useRowHeight } from './useRowHeight';
import type { BulkAction } from './bulkActions';
import { CommandDialog, startAction, BulkActionBar, maxSelected, type PendingAction } from './BulkActionBar';
import { GroupHeader } from './GroupHeader';
import { entriesOf, groupKey, groupsOf } from './grouping';
import { assigneesIn, useLeadList } from './useLeadList';
import { extended, howMany, nothing, toggled, withAll, type Selection } from './selection';

export function Queue({ query, openId }: { query: LeadQuery; openId: string | null }) {
  const list = useLeadList(query);
  const total = list?.total.value ?? null;
  return (
    <div class="page queue">
      <div class="page-head">
        <h1>Lead queue</h1>
        <p class="page-sub" aria-live="polite">
          {total !== null && (
            <span class="live-number">{`${count(total)} ${query.status.length ? '' : 'open '}${total === 1 ? 'lead' : 'leads'}`}</span>
          )}
          {query.group && list && total !== null && total > list.ids.length && (
            <span>, the first {count(list.ids.length)} of them grouped</span>
          )}
        </p>
      </div>
      <Filters query={query} total={total} names={() => assigneesIn(list)} />
      {list ? <Results key={list.id} list={list} query={query} openId={openId} /> : <Skeleton />}
    </div>
  );
}

function Results({ list, query, openId }: { list: LeadList; query: LeadQuery; openId: string | null }) {
  const version = list.version.value;
  const loading = list.loading.value;
  const problem = list.problem.value;
  const [active, setActive] = useState<string | null>(null);
  const [reveal, setReveal] = useState<string | null>(openId);
  const [selection, setSelection] = useState<Selection>(nothing);
  const [openGroups, setOpenGroups] = useState<ReadonlySet<string>>(new Set());
  const [pendingAction, setPendingAction] = useState<PendingAction | null>(null);
  const { height: rowHeight, box } = useRowHeight();
  const atTop = useRef(true);
  const isPointed = useRef(false);
  const current = openId ?? active;
  const works = may('work_leads');

  const groups = useMemo(() => (query.group ? groupsOf(list.ids, (id) => list.row(id), query.group) : null), [version, query.group]);
  const byKey = useMemo(() => new Map(groups?.map((g) => [g.key, g])), [groups]);
  const entries = useMemo(() => (groups ? entriesOf(groups, openGroups) : list.ids), [groups, openGroups, list.ids]);
  const indexes = useMemo(() => (groups ? new Map(entries.map((id, i) => [id, i])) : null), [entries]);
  const indexOf = (id: string) => (indexes ? (indexes.get(id) ?? -1) : list.indexOf(id));

  const selectedLeads = useMemo(() => [...selection.ids].map((id) => list.row(id)).filter((l) => l !== undefined), [selection, version]);
  list.mayMove.current = () => atTop.current && !isPointed.current && current === null && selection.ids.size === 0;

  const move = (step: 1 | -1) => {
    const place = current === null ? -1 : indexOf(current);
    const id = entries[Math.max(0, Math.min(entries.length - 1, place + step))];
    if (!id) return;
    setActive(id);
    setReveal(id);
    if (openId && groupKey(id) === null) openLead(id);
  };
  const toggleGroup = useCallback((key: string) => setOpenGroups((open) => toggled({ ids: open, anchor: null }, key).ids), []);
  const pick = useCallback((id: string, range: boolean) => {
    const order = latest.current.entries.filter((e) => groupKey(e) === null);
    setSelection((s) => (range ? extended(s, order, id) : toggled(s, id)));
    setActive(id);
  }, []);
  const pickMany = useCallback((ids: readonly string[]) => setSelection((s) => withAll(s, ids)), []);
  const latest = useRef({ entries });
  latest.current = { entries };

  /** Selects all matching leads up to the limit, after loading those that are missing. */
  const selectAll = async () => {
    while (list.hasMore && list.ids.length < maxSelected && !list.problem.peek()) await list.more();
    setSelection({ ids: new Set(list.ids.slice(0, maxSelected)), anchor: null });
  };
  const act = (what: BulkAction) => {
    if (!works) return;
    const on = selectedLeads.length
      ? selectedLeads
      : current && groupKey(current) === null
        ? [list.row(current)].filter((l) => l !== undefined)
        : [];
    if (on.length) setPendingAction(startAction(what, on));
  };
  useQueueKeys({
    move,
    open: () => {
      const key = active && groupKey(active);
      if (key) toggleGroup(key);
      else if (active && !openId) openLead(active);
    },
    leave: () => (selection.ids.size && !openId ? setSelection(nothing) : setActive(null)),
    pick: (range) => {
      if (!works) return;
      const key = current && groupKey(current);
      if (key) pickMany(byKey.get(key)?.ids ?? []);
      else if (current) pick(current, range);
    },
    pickAll: () => works && pickMany(list.ids),
    apply: () => list.settle(),
    act,
  });

  const sortBy = (key: SortKey) =>
    updateQuery({ sort: query.sort.key === key ? { key, descending: !query.sort.descending } : { key, descending: firstDescending(key) } });

  const open = useCallback((id: string) => {
    setActive(id);
    openLead(id);
  }, []);
  const href = (id: string) => formatRoute({ page: 'leads', query, lead: id });

  if (!list.ids.length) {
    if (problem) return <Failure problem={problem} again={() => void list.reload()} />;
    if (loading === 'first') return <Skeleton />;
    if (portfolio.isEmpty) return <FirstData />;
    return <NoMatch query={query} waiting={list.pending.value.arrived} show={() => list.settle()} />;
  }
  const all = howMany(selection, list.ids);
  return (
    <div class="queue-body" ref={box}>
      <PendingBar pending={list.pending.value} apply={() => list.settle()} />
      <LeadTable
        label="Leads"
        rows={groups ? entries.length : (list.total.value ?? list.ids.length)}
        sort={query.sort}
        onSort={sortBy}
        grouped={groups !== null}
        pick={
          works && (
            <input
              type="checkbox"
              aria-label="Select all loaded leads"
              checked={all === 'all'}
              indeterminate={all === 'some'}
              onChange={() => pickMany(list.ids)}
            />
          )
        }
        attributes={{
          tabIndex: 0,
          'aria-activedescendant': current && indexOf(current) >= 0 && groupKey(current) === null ? rowId(current) : undefined,
          onPointerEnter: (e: PointerEvent) => (isPointed.current = e.pointerType === 'mouse'),
          onPointerLeave: () => (isPointed.current = false),
        }}
      >
        <VirtualList
          ids={entries}
          indexOf={indexOf}
          rowHeight={rowHeight}
          anchorId={current}
          reveal={reveal}
          onNearEnd={() => groups || void list.more()}
          onTop={(top) => (atTop.current = top)}
          row={(id, index) => {
            const key = groupKey(id);
            const group = key === null ? undefined : byKey.get(key);
            if (group)
              return (
                <GroupHeader
                  key={id}
                  group={group}
                  index={index + 2}
                  open={openGroups.has(group.key)}
                  active={active === id}
                  selection={howMany(selection, group.ids)}
                  onToggle={toggleGroup}
                  onPick={works ? pickMany : undefined}
                />
              );
            return (
              <LeadRow
                key={id}
                lead={list.row(id)!}
                index={index + 2}
                active={active === id}
                open={openId === id}
                left={list.hasLeft(id)}
                href={href(id)}
                onOpen={open}
                selected={selection.ids.has(id)}
                onSelect={works ? pick : undefined}
              />
            );
          }}
          after={
            <p class="queue-end">
              {problem ? (
                <RetryNote problem={problem} retry={() => void list.reload()} />
              ) : groups ? (
                `${counted(groups.length, query.group)} with ${counted(list.ids.length, 'lead')}`
              ) : list.hasMore ? (
                'Loading more'
              ) : (
                `${count(list.ids.length)} of ${count(list.total.value)}: end of the list`
              )}
            </p>
          }
        />
      </LeadTable>
      {selectedLeads.length > 0 ? (
        <BulkActionBar
          leads={selectedLeads}
          loaded={list.ids.length}
          total={list.total.value ?? 0}
          onAct={act}
          onAll={() => void selectAll()}
          onClear={() => setSelection(nothing)}
        />
      ) : (
        <p class="key-hints" aria-hidden="true">
          <kbd>j</kbd> <kbd>k</kbd> move <kbd>Enter</kbd> open{' '}
          {works && (
            <>
              <kbd>x</kbd> select{' '}
            </>
          )}
          <kbd>/</kbd> search <kbd>?</kbd> all keys
        </p>
      )}
      {pendingAction && <CommandDialog pending={pendingAction} names={assigneesIn(list)} onClose={() => setPendingAction(null)} />}
    </div>
  );
}

const NoMatch = ({ query, waiting, show }: { query: LeadQuery; waiting: number; show(): void }) => (
  <Notice icon="search" title={isFiltered(query) ? 'No lead matches' : 'No open leads'}>
    <p>{isFiltered(query) ? 'No lead matches all of these filters.' : 'Nothing needs attention.'}</p>
    {waiting > 0 ? (
      <button class="button" type="button" onClick={show}>
        Show {count(waiting)} new
      </button>
    ) : (
      isFiltered(query) && (
        <button class="button" type="button" onClick={() => navigate(leadsWith({ sort: query.sort, ...pick(defaultQuery) }))}>
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
