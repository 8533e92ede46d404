import type { Lead, Priority } from '../api/types';
import type { Frame } from './position';
import type { Change } from './orderedList';

export interface LeadChange extends Change<Lead> {
  previousPriority: Priority | null;
}

/** The lead changes in a frame. Each has the lead, or null when it is gone. */
export function leadChanges(frame: Frame): LeadChange[] {
  const found: LeadChange[] = [];
  for (const change of (frame.changes ?? []) as {
    id?: string;
    lead?: Lead | null;
    row?: Lead | null;
    previousPriority?: Priority | null;
  }[]) {
    const row = change.lead ?? change.row ?? null;
    const id = change.id ?? row?.id;
    if (id) found.push({ id, row, previousPriority: change.previousPriority ?? null });
  }
  return found;
}

/** Collects changes until the next animation frame. The latest change of a row wins. */
export class ChangeBuffer<T extends { id: string }> {
  private waiting = new Map<string, T>();
  private scheduled = false;

  constructor(private readonly flush: (changes: T[]) => void) {}

  add(changes: readonly T[]): void {
    for (const change of changes) this.waiting.set(change.id, change);
    if (this.scheduled || !this.waiting.size) return;
    this.scheduled = true;
    // A hidden page gets no animation frames: apply the changes once a second.
    if (document.hidden) setTimeout(() => this.run(), 1000);
    else requestAnimationFrame(() => this.run());
  }

  clear(): void {
    this.waiting.clear();
  }

  private run(): void {
    this.scheduled = false;
    const changes = [...this.waiting.values()];
    this.waiting.clear();
    if (changes.length) this.flush(changes);
  }
}
