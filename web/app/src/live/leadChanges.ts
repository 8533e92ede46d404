import type { Lead, Priority } from '../api/types';
import type { Frame } from './position';
import type { Change } from './orderedList';

export interface LeadChange extends Change<Lead> {
  previousPriority: Priority | null;
}

/** The changes of a frame of the topic `leads`: each carries the lead, or null when it is gone. */
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

/** Gathers changes until the next picture is drawn; of several changes of a row the latest wins. */
export class ChangeBuffer<T extends { id: string }> {
  private waiting = new Map<string, T>();
  private scheduled = false;

  constructor(private readonly flush: (changes: T[]) => void) {}

  add(changes: readonly T[]): void {
    for (const change of changes) this.waiting.set(change.id, change);
    if (this.scheduled || !this.waiting.size) return;
    this.scheduled = true;
    // A hidden page draws nothing; it takes changes in once a second.
    if (document.hidden) setTimeout(() => this.run(), 1000);
    else requestAnimationFrame(() => this.run());
  }

  drop(): void {
    this.waiting.clear();
  }

  private run(): void {
    this.scheduled = false;
    const changes = [...this.waiting.values()];
    this.waiting.clear();
    if (changes.length) this.flush(changes);
  }
}
