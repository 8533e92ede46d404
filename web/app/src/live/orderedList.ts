/** How a list filters and sorts its rows. */
export interface Order<T> {
  /** `listed`: the server has already matched the row, so check only what may have changed since. */
  matches(row: T, listed: boolean): boolean;
  /** Compares by the sort column alone. */
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

const compareIds = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A sorted and filtered list whose first pages are loaded, kept current by changes. Cells change at once, but rows do not
 * move under the user: added, removed and moved rows wait for `settle`.
 */
export class OrderedList<T extends { id: string; updatedAt?: string }> {
  ids: string[] = [];
  next: string | null = null;
  total = 0;

  private rows = new Map<string, T>();
  private indexes = new Map<string, number>();
  /** Matching rows that are not shown yet. */
  private arrivals = new Map<string, T>();
  /** Shown rows that are out of order or no longer match. */
  private misplaced = new Set<string>();
  private goneIds = new Set<string>();
  /** The last loaded row. Rows that sort after it come with a later page. */
  private lastLoaded: T | null = null;

  constructor(private order: Order<T>) {}

  row(id: string): T | undefined {
    return this.rows.get(id);
  }

  indexOf(id: string): number {
    return this.indexes.get(id) ?? -1;
  }

  /** Whether a shown row was deleted or no longer matches. */
  hasLeft(id: string): boolean {
    return this.goneIds.has(id);
  }

  get pending(): Pending {
    return { arrived: this.arrivals.size, moved: this.misplaced.size - this.goneIds.size, gone: this.goneIds.size };
  }

  get isSettled(): boolean {
    return this.misplaced.size === 0 && this.arrivals.size === 0;
  }

  /** Replaces all rows. */
  replace(rows: readonly T[], next: string | null, total: number): void {
    this.ids = [];
    this.rows.clear();
    this.indexes.clear();
    this.arrivals.clear();
    this.misplaced.clear();
    this.goneIds.clear();
    this.append(rows, next, total);
  }

  /** Appends a page. A row that is already shown keeps its place. */
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
    this.lastLoaded = rows.at(-1) ?? this.lastLoaded;
  }

  /** Applies changes. True when a visible row changed. */
  apply(changes: readonly Change<T>[]): boolean {
    let seen = false;
    for (const { id, row } of changes) {
      if (!this.indexes.has(id)) {
        seen = this.applyToUnlisted(id, row) || seen;
        continue;
      }
      const known = this.rows.get(id)!;
      if (row && older(row, known)) continue;
      seen = true;
      if (row) this.rows.set(id, row);
      if (!row || !this.order.matches(row, true)) {
        this.goneIds.add(id);
        this.misplaced.add(id);
      } else if (this.goneIds.delete(id) || this.misplaced.has(id) || this.order.compare(known, row) !== 0) {
        // Check the place only if it may have changed: the server has ordered the other rows.
        if (this.isInPlace(id)) this.misplaced.delete(id);
        else this.misplaced.add(id);
      }
    }
    return seen;
  }

  /** Moves every row to its place. True when anything moved. */
  settle(): boolean {
    if (this.isSettled) return false;
    const moving: T[] = [];
    let change = 0;
    for (const id of this.misplaced) {
      const row = this.rows.get(id)!;
      if (this.goneIds.has(id) || !this.isWithin(row)) {
        if (this.goneIds.has(id)) change--;
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
    moving.sort((a, b) => this.order.compare(a, b) || compareIds(a.id, b.id));
    const staying = this.ids.filter((id) => !this.misplaced.has(id));
    const merged: string[] = [];
    let m = 0;
    for (const id of staying) {
      const row = this.rows.get(id)!;
      while (m < moving.length && (this.order.compare(moving[m]!, row) || compareIds(moving[m]!.id, id)) < 0) merged.push(moving[m++]!.id);
      merged.push(id);
    }
    while (m < moving.length) merged.push(moving[m++]!.id);
    this.ids = merged;
    this.indexes = new Map(merged.map((id, i) => [id, i]));
    this.misplaced.clear();
    this.goneIds.clear();
    this.arrivals.clear();
    this.total = Math.max(this.ids.length, this.total + change);
    return true;
  }

  private applyToUnlisted(id: string, row: T | null): boolean {
    const known = this.arrivals.get(id);
    if (row && known && older(row, known)) return false;
    if (row && this.order.matches(row, false) && this.isWithin(row)) {
      this.arrivals.set(id, row);
      return true;
    }
    return this.arrivals.delete(id);
  }

  private isWithin(row: T): boolean {
    return this.next === null || this.lastLoaded === null || this.order.compare(row, this.lastLoaded) < 0;
  }

  /** Whether a row is in order with its nearest neighbours that are in order themselves. */
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
    return this.next === null || this.lastLoaded === null || this.order.compare(row, this.lastLoaded) <= 0;
  }
}

/** A change may arrive late, after a newer row was loaded. */
const older = (a: { updatedAt?: string }, b: { updatedAt?: string }): boolean =>
  !!a.updatedAt && !!b.updatedAt && Date.parse(a.updatedAt) < Date.parse(b.updatedAt);
