/** What a list has to know of its rows. */
export interface Order<T> {
  /** `listed`: the server has already found that the row matches, so only what may have changed since is looked at. */
  matches(row: T, listed: boolean): boolean;
  /** By the sort column alone: 0 where either may come first. */
  compare(a: T, b: T): number;
}

export interface Change<T> {
  id: string;
  row: T | null;
}

export interface Pending {
  arrived: number;
  moved: number;
  gone: number;
}

const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A sorted and filtered list of which the server has sent the first pages, kept current by changes. Cells follow at once;
 * rows do not move under the reader: arrivals, departures and moves wait until `settle`.
 */
export class OrderedList<T extends { id: string; updatedAt?: string }> {
  ids: string[] = [];
  next: string | null = null;
  total = 0;

  private rows = new Map<string, T>();
  private indexes = new Map<string, number>();
  /** Rows that match and belong among the shown ones, but are not shown yet. */
  private arrivals = new Map<string, T>();
  /** Shown rows that do not stand where they belong, or do not belong here at all. */
  private misplaced = new Set<string>();
  private left = new Set<string>();
  /** Where the loaded part ends: what sorts after it comes with a later page. */
  private edge: T | null = null;

  constructor(private order: Order<T>) {}

  row(id: string): T | undefined {
    return this.rows.get(id);
  }

  indexOf(id: string): number {
    return this.indexes.get(id) ?? -1;
  }

  /** Gone, or no longer what the list is about. */
  hasLeft(id: string): boolean {
    return this.left.has(id);
  }

  get pending(): Pending {
    return { arrived: this.arrivals.size, moved: this.misplaced.size - this.left.size, gone: this.left.size };
  }

  get isSettled(): boolean {
    return this.misplaced.size === 0 && this.arrivals.size === 0;
  }

  /** Starts over with the pages of a fresh reading. */
  replace(rows: readonly T[], next: string | null, total: number): void {
    this.ids = [];
    this.rows.clear();
    this.indexes.clear();
    this.arrivals.clear();
    this.misplaced.clear();
    this.left.clear();
    this.append(rows, next, total);
  }

  /** Takes the next page. A row that is already shown stays where it is. */
  append(rows: readonly T[], next: string | null, total: number): void {
    const ids = this.ids.slice();
    for (const row of rows) {
      this.arrivals.delete(row.id);
      if (!this.indexes.has(row.id)) {
        this.indexes.set(row.id, ids.length);
        ids.push(row.id);
        this.rows.set(row.id, row);
      } else if (!older(row, this.rows.get(row.id)!)) {
        this.rows.set(row.id, row);
      }
    }
    this.ids = ids;
    this.next = next;
    this.total = total;
    this.edge = rows.at(-1) ?? this.edge;
  }

  /** Takes changes in; true when anything that the reader could see is different. */
  take(changes: readonly Change<T>[]): boolean {
    let seen = false;
    for (const { id, row } of changes) {
      if (!this.indexes.has(id)) {
        seen = this.consider(id, row) || seen;
        continue;
      }
      const known = this.rows.get(id)!;
      if (row && older(row, known)) continue;
      seen = true;
      if (row) this.rows.set(id, row);
      if (!row || !this.order.matches(row, true)) {
        this.left.add(id);
        this.misplaced.add(id);
      } else if (this.left.delete(id) || this.misplaced.has(id) || this.order.compare(known, row) !== 0) {
        // Only a row whose place may have changed is compared: the server's order of the others stands.
        if (this.isInPlace(id)) this.misplaced.delete(id);
        else this.misplaced.add(id);
      }
    }
    return seen;
  }

  /** Puts every row where it belongs; true when that changed anything. */
  settle(): boolean {
    if (this.isSettled) return false;
    const moving: T[] = [];
    let change = 0;
    for (const id of this.misplaced) {
      const row = this.rows.get(id)!;
      if (this.left.has(id) || !this.isWithin(row)) {
        if (this.left.has(id)) change--;
        this.rows.delete(id);
      } else {
        moving.push(row);
      }
    }
    for (const [id, row] of this.arrivals) {
      this.rows.set(id, row);
      moving.push(row);
      change++;
    }
    moving.sort((a, b) => this.order.compare(a, b) || before(a.id, b.id));
    const staying = this.ids.filter((id) => !this.misplaced.has(id));
    const merged: string[] = [];
    let m = 0;
    for (const id of staying) {
      const row = this.rows.get(id)!;
      while (m < moving.length && (this.order.compare(moving[m]!, row) || before(moving[m]!.id, id)) < 0) merged.push(moving[m++]!.id);
      merged.push(id);
    }
    while (m < moving.length) merged.push(moving[m++]!.id);
    this.ids = merged;
    this.indexes = new Map(merged.map((id, i) => [id, i]));
    this.misplaced.clear();
    this.left.clear();
    this.arrivals.clear();
    this.total = Math.max(this.ids.length, this.total + change);
    return true;
  }

  private consider(id: string, row: T | null): boolean {
    const known = this.arrivals.get(id);
    if (row && known && older(row, known)) return false;
    if (row && this.order.matches(row, false) && this.isWithin(row)) {
      this.arrivals.set(id, row);
      return true;
    }
    return this.arrivals.delete(id);
  }

  private isWithin(row: T): boolean {
    return this.next === null || this.edge === null || this.order.compare(row, this.edge) < 0;
  }

  /** Whether a row stands right between its nearest neighbours that do so themselves. */
  private isInPlace(id: string): boolean {
    const row = this.rows.get(id)!;
    const place = this.indexes.get(id)!;
    const neighbour = (step: 1 | -1): T | undefined => {
      for (let i = place + step; i >= 0 && i < this.ids.length; i += step) {
        const other = this.ids[i]!;
        if (!this.misplaced.has(other)) return this.rows.get(other);
      }
      return undefined;
    };
    const above = neighbour(-1);
    if (above && this.order.compare(above, row) > 0) return false;
    const below = neighbour(1);
    if (below) return this.order.compare(row, below) <= 0;
    return this.next === null || this.edge === null || this.order.compare(row, this.edge) <= 0;
  }
}

/** A change may be told late: the row that was read after it is the newer one. */
const older = (a: { updatedAt?: string }, b: { updatedAt?: string }): boolean =>
  !!a.updatedAt && !!b.updatedAt && Date.parse(a.updatedAt) < Date.parse(b.updatedAt);
