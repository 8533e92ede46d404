import { batch, signal } from '@preact/signals';
import type { Lead } from '../api/types';
import { getLeads } from '../api/client';
import { asProblem, Problem } from '../api/http';
import { compareBy, matches, queryParameters, type LeadQuery } from '../state/leadQuery';
import { ChangeBuffer, leadChanges, type LeadChange } from './leadChanges';
import type { LiveClient } from './client';
import { OrderedList, type Pending } from './orderedList';

export type Loading = 'first' | 'more' | 'again' | null;

const nonePending: Pending = { arrived: 0, moved: 0, gone: 0 };
/** At most this many rows are reloaded after a gap. Further rows are loaded by scrolling. */
const maxReloadedRows = 3000;
const maxPageSize = 200;
const settleDelayMs = 1000;
/** Row counts that a list's topic covers, in steps, so that users share topics. A longer list is followed as a whole. */
const depths = [200, 800, 3200];

/** The topic that covers at least this many first rows of a list. */
export function topicOf(query: LeadQuery, rows: number): string {
  const parameters = queryParameters(query, true);
  const top = depths.find((d) => d >= rows);
  if (top) parameters.push(['top', String(top)]);
  return `leads?${new URLSearchParams(parameters)}`;
}

/** The leads of a query: loaded page by page over HTTP and kept current by a topic that covers the loaded rows. */
export class LeadList {
  private static made = 0;
  readonly id = ++LeadList.made;
  /** Increases with every visible change. */
  readonly version = signal(0);
  readonly loading = signal<Loading>('first');
  readonly problem = signal<Problem | null>(null);
  readonly total = signal<number | null>(null);
  readonly pending = signal<Pending>(nonePending);
  /** Set by the page: whether rows may move now, which means scrolled to the top and no row under the pointer. */
  readonly mayMove: { current: () => boolean } = { current: () => false };

  private readonly list: OrderedList<Lead>;
  private readonly buffer = new ChangeBuffer<LeadChange>((changes) => this.applyChanges(changes));
  private aborter: AbortController | null = null;
  /** Changes that arrived during a reload. */
  private changesWhileLoading: LeadChange[] | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private serverTotal: number | null = null;
  private topic = '';
  /** The server has not answered for the topic yet, so loading the next page must wait. */
  private isJoining = false;
  private wantsMore = false;
  private mayHaveMissedChanges = false;
  private unwatch: () => void = () => {};
  private closed = false;

  constructor(
    private readonly query: LeadQuery,
    private readonly live: LiveClient,
    private readonly pageSize = 100,
  ) {
    this.list = new OrderedList<Lead>({ matches: (lead, listed) => matches(query, lead, listed), compare: compareBy(query.sort) });
    this.watchRows(pageSize);
    void this.reload();
  }

  close(): void {
    this.closed = true;
    this.unwatch();
    this.aborter?.abort();
    for (const timer of [this.retry, this.settling]) clearTimeout(timer);
  }

  get ids(): readonly string[] {
    return this.list.ids;
  }

  get hasMore(): boolean {
    return this.list.next !== null;
  }

  row(id: string): Lead | undefined {
    return this.list.row(id);
  }

  indexOf(id: string): number {
    return this.list.indexOf(id);
  }

  hasLeft(id: string): boolean {
    return this.list.hasLeft(id);
  }

  /** Reloads as many rows as are shown. */
  async reload(): Promise<void> {
    if (this.closed) return;
    this.aborter?.abort();
    clearTimeout(this.retry);
    const aborter = (this.aborter = new AbortController());
    const wanted = Math.min(maxReloadedRows, Math.max(this.pageSize, this.list.ids.length));
    this.buffer.clear();
    this.changesWhileLoading = [];
    this.loading.value = this.list.ids.length ? 'again' : 'first';
    try {
      const rows: Lead[] = [];
      let next: string | null = null;
      let total = 0;
      do {
        const page = await getLeads(queryParameters(this.query, true), Math.min(maxPageSize, wanted - rows.length), next, aborter.signal);
        rows.push(...page.items);
        next = page.items.length ? page.next : null;
        total = page.total;
      } while (next !== null && rows.length < wanted);
      this.list.replace(rows, next, total);
      this.serverTotal = total;
      this.problem.value = null;
    } catch (error) {
      if (!aborter.signal.aborted) this.fail(error, () => void this.reload());
    }
    if (aborter.signal.aborted) return;
    const meanwhile = this.changesWhileLoading ?? [];
    this.changesWhileLoading = null;
    this.loading.value = null;
    this.list.apply(meanwhile);
    this.list.settle();
    this.show();
  }

  /** Loads the next page, unless a request is under way. */
  async more(): Promise<void> {
    if (this.loading.peek() !== null || !this.hasMore || this.closed || this.problem.peek()) return;
    this.watchRows(this.list.ids.length + this.pageSize);
    this.wantsMore = this.isJoining && this.live.status.peek().kind === 'live';
    if (this.wantsMore) return;
    // Without a connection, load now and reload once connected.
    this.mayHaveMissedChanges ||= this.isJoining;
    const signal = this.aborter!.signal;
    this.loading.value = 'more';
    try {
      const page = await getLeads(queryParameters(this.query, true), this.pageSize, this.list.next, signal);
      if (signal.aborted) return;
      this.list.append(page.items, page.items.length ? page.next : null, page.total);
      this.serverTotal = page.total;
      this.problem.value = null;
    } catch (error) {
      if (signal.aborted) return;
      // If the cursor is no longer valid, reload from the top.
      const lost = error instanceof Problem && (error.status === 400 || error.status === 410);
      this.fail(error, () => void (lost ? this.reload() : ((this.problem.value = null), this.more())));
    }
    this.loading.value = null;
    this.show();
  }

  /** Moves every row to its place. */
  settle(): void {
    clearTimeout(this.settling);
    this.settling = undefined;
    if (this.list.settle()) this.show();
  }

  private applyChanges(changes: LeadChange[]): void {
    if (this.changesWhileLoading) {
      this.changesWhileLoading.push(...changes);
      if (this.loading.peek() === 'first') return;
    }
    if (!this.list.apply(changes)) return;
    this.show();
    if (!this.list.isSettled && this.settling === undefined)
      this.settling = setTimeout(() => {
        this.settling = undefined;
        if (!this.closed && this.mayMove.current()) this.settle();
      }, settleDelayMs);
  }

  /**
   * Watches a topic that covers the loaded rows. A longer topic takes over once the server has answered, and only then are
   * further rows loaded, so that no change is missed in between.
   */
  private watchRows(rows: number): void {
    const topic = topicOf(this.query, rows);
    if (topic === this.topic) return;
    const former = this.unwatch;
    const isFirst = this.topic === '';
    this.topic = topic;
    this.isJoining = true;
    let [calling, known] = [true, false];
    const join = () => {
      former();
      this.isJoining = false;
      if (this.wantsMore) void this.more();
    };
    const unwatch = this.live.watch(topic, {
      snapshot: (state) => {
        this.count(state);
        const again = known || this.mayHaveMissedChanges || (isFirst && !calling);
        this.mayHaveMissedChanges = false;
        if (!known && !calling) join();
        known = true;
        // Rows that were loaded before joining, or before a gap, may have missed changes.
        if (again) void this.reload();
      },
      frame: (frame) => {
        if (frame.total != null) this.setTotal(frame.total);
        this.buffer.add(leadChanges(frame));
        if (frame.state == null) return;
        // A state instead of changes means that too much has changed to send one by one.
        this.count(frame.state);
        void this.reload();
      },
    });
    calling = false;
    this.unwatch = () => {
      unwatch();
      former();
    };
    if (known) join();
  }

  private count(state: unknown): void {
    const total = (state as { total?: number } | null)?.total;
    if (total !== undefined) this.setTotal(total);
  }

  /** The server's count is right: rows that are not loaded come and go as well. */
  private setTotal(total: number): void {
    this.serverTotal = total;
    if (this.total.peek() !== null) this.total.value = total;
  }

  private fail(error: unknown, again: () => void): void {
    const problem = asProblem(error);
    this.problem.value = problem;
    if (problem.isTransient) this.retry = setTimeout(again, 5_000);
  }

  private show(): void {
    batch(() => {
      this.pending.value = this.list.isSettled ? nonePending : this.list.pending;
      const unread = !this.list.ids.length && (this.loading.peek() === 'first' || this.problem.peek() !== null);
      this.total.value = unread ? null : (this.serverTotal ?? this.list.total);
      this.version.value++;
    });
  }
}
