import type { Lead } from '../../api/types';
import { getLead } from '../../api/client';
import { counted } from '../../format/format';
import { subjectName } from '../../format/subject';
import { statedName } from '../../state/me';
import { dismissUndo, showToast } from '../../state/toasts';
import { moveVersion, nextUndo, pushUndo, takeUndo, type UndoStep } from '../../state/undo';
import { commandText, problemText, conflictText, isApplicable, type LeadCommand } from './commands';
import { sendCommands, sendUndo, type CommandOutcome, type LeadVersion } from './sendCommands';

const newKey = () => `ui-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;

/** The leads with a command under way. A second click must not act on what the first one leads to. */
const inFlight = new Set<string>();

/**
 * Sends a command for leads and shows the result. Successes offer undo; conflicts offer to repeat the command on the
 * lead's current version, unless the caller shows them. Leads with a command under way are left out.
 */
export async function executeCommand(
  leads: readonly LeadVersion[],
  command: LeadCommand,
  { key = newKey(), showsConflicts = false }: { key?: string; showsConflicts?: boolean } = {},
): Promise<CommandOutcome[]> {
  const free = leads.filter((l) => !inFlight.has(l.id));
  if (!free.length) return [];
  for (const { id } of free) inFlight.add(id);
  let outcomes: CommandOutcome[];
  try {
    outcomes = await sendCommands(free, command, statedName(), key);
  } finally {
    for (const { id } of free) inFlight.delete(id);
  }
  const succeeded = outcomes.filter((o) => !o.problem);
  const refused = outcomes.filter((o) => o.problem);
  if (succeeded.length) showDone(succeeded, free, command);
  const conflicts = refused.filter((o) => o.problem!.status === 412);
  if (conflicts.length && !showsConflicts) void showConflicts(conflicts, command, free.length);
  const others = refused.filter((o) => o.problem!.status !== 412);
  if (others.length) showRefused(others, free, command, key);
  return outcomes;
}

function showDone(succeeded: readonly CommandOutcome[], sent: readonly LeadVersion[], command: LeadCommand): void {
  const what = commandText(command);
  const seen = new Map(sent.map((l) => [l.id, l.version]));
  const changed = succeeded.map((o) => ({ id: o.id, before: seen.get(o.id) ?? null, after: o.lead?.version ?? null }));
  const text = sent.length === 1 ? `${nameOf(succeeded[0]!.lead)}: ${what}` : `${counted(succeeded.length, 'lead')} ${what}`;
  if (command.note !== undefined && !command.status) {
    // A note changes the version and nothing else.
    for (const { id, before, after } of changed) moveVersion(id, before, after);
    return void showToast(text, { tone: 'good' });
  }
  const about = succeeded.map((o) => o.id);
  dismissUndo(about);
  const step: UndoStep = { text: what, leads: changed, at: Date.now(), run: () => void undoStep(step) };
  pushUndo(step);
  step.toast = showToast(text, { tone: 'good', undo: true, about, action: { name: 'Undo', run: step.run } });
}

const nameOf = (lead: Lead | null) => (lead ? subjectName(lead) : 'Lead');

async function undoStep(step: UndoStep): Promise<void> {
  if (!takeUndo(step)) return;
  const outcomes = await sendUndo(
    step.leads.map(({ id, after }) => ({ id, version: after })),
    statedName(),
    newKey(),
  );
  for (const { id, lead, problem } of outcomes) {
    const changed = step.leads.find((l) => l.id === id);
    if (!problem && changed) moveVersion(id, changed.before, lead?.version ?? null);
  }
  const failed = outcomes.filter((o) => o.problem);
  const again = step.leads.filter((l) => failed.some((o) => o.id === l.id && o.problem!.isTransient));
  if (again.length) pushUndo(retryOf(step, again));
  const undone = outcomes.length - failed.length;
  const earlier = nextUndo();
  if (undone) {
    const text = undone === 1 && outcomes.length === 1 ? `${nameOf(outcomes[0]!.lead)}: undone` : `${counted(undone, 'lead')} undone`;
    const toast = showToast(text, {
      tone: 'good',
      ...(earlier && {
        undo: true,
        about: earlier.leads.map((l) => l.id),
        action: { name: `Undo “${earlier.text}” too`, run: earlier.run },
      }),
    });
    if (earlier) earlier.toast = toast;
  }
  if (!failed.length) return;
  const { problem } = failed[0]!;
  // An older server has no undo.
  const why =
    problem!.status === 412
      ? 'Somebody has changed the lead since.'
      : problem!.status === 404 || problem!.status === 405
        ? 'This server has no undo.'
        : problemText(problem!);
  showToast(failed.length === 1 ? `Not undone. ${why}` : `${counted(failed.length, 'lead')} could not be undone. ${why}`, {
    tone: 'warn',
  });
}

function retryOf(step: UndoStep, leads: UndoStep['leads']): UndoStep {
  const again: UndoStep = { text: step.text, leads, at: step.at, run: () => void undoStep(again) };
  return again;
}

async function showConflicts(conflicts: readonly CommandOutcome[], command: LeadCommand, total: number): Promise<void> {
  const fresh = await Promise.all(conflicts.slice(0, 50).map((c) => getLead(c.id).catch(() => null)));
  const found = fresh.filter((f) => f !== null);
  const known = found.filter((f) => isApplicable(f.body.lead, command));
  const action = known.length
    ? {
        action: {
          name: 'Apply anyway',
          run: () =>
            void executeCommand(
              known.map((f) => f.body.lead),
              command,
            ),
        },
        ms: 20_000,
      }
    : {};
  const one = found[0]?.body;
  const text =
    total === 1
      ? conflictText(one?.steps, one?.lead.status ?? null)
      : `${counted(conflicts.length, 'lead')} changed meanwhile by somebody else and not updated.`;
  showToast(text, { tone: 'warn', ...action });
}

function showRefused(refused: readonly CommandOutcome[], leads: readonly LeadVersion[], command: LeadCommand, key: string): void {
  const problem = refused[0]!.problem!;
  const text = refused.length === 1 ? problemText(problem) : `${counted(refused.length, 'lead')} refused. ${problemText(problem)}`;
  if (!problem.isTransient) return void showToast(text, { tone: 'warn', ms: 10_000 });
  const again = new Set(refused.map((o) => o.id));
  showToast(text, {
    tone: 'warn',
    ms: 20_000,
    action: {
      name: 'Try again',
      run: () =>
        void executeCommand(
          leads.filter((l) => again.has(l.id)),
          command,
          { key: again.size === leads.length ? key : newKey() },
        ),
    },
  });
}
