import { dismissToast } from './toasts';

/** A lead that a command changed, with its version before and after. */
export interface ChangedLead {
  id: string;
  before: number | null;
  after: number | null;
}

/** A command that can be undone. */
export interface UndoStep {
  /** The command in the past tense: "contacted". */
  text: string;
  leads: ChangedLead[];
  at: number;
  /** Its message with the undo button. */
  toast?: number;
  run(): void;
}

/** The server undoes a step for this long. */
const undoWindowMs = 10 * 60_000;
const maxSteps = 50;

let steps: UndoStep[] = [];

export function pushUndo(step: UndoStep): void {
  steps = [...steps, step].slice(-maxSteps);
}

/** Removes a step, because it is being undone. False when it was removed before. */
export function takeUndo(step: UndoStep): boolean {
  const known = steps.includes(step);
  steps = steps.filter((s) => s !== step);
  return known;
}

/** The latest step that can still be undone. */
export function nextUndo(now = Date.now()): UndoStep | null {
  steps = steps.filter((s) => now - s.at < undoWindowMs);
  return steps.at(-1) ?? null;
}

/** Undoes the latest step. False when there is none. */
export function undoLatest(now = Date.now()): boolean {
  const step = nextUndo(now);
  if (!step) return false;
  if (step.toast !== undefined) dismissToast(step.toast);
  step.run();
  return true;
}

/**
 * Tells the latest step on a lead that its version has become another one, without a change of what it did. If the step led to
 * another version, somebody else has changed the lead since, and the steps on it cannot be undone any more.
 */
export function moveVersion(id: string, from: number | null, to: number | null): void {
  const latest = steps.flatMap((s) => s.leads.filter((l) => l.id === id)).at(-1);
  if (!latest) return;
  if (from !== null && latest.after === from) latest.after = to;
  else steps = steps.map((s) => ((s.leads = s.leads.filter((l) => l.id !== id)), s)).filter((s) => s.leads.length);
}

export function clearUndo(): void {
  steps = [];
}
