import type { Lead } from '../../api/types';
import { getLead } from '../../api/client';
import { counted } from '../../format/format';
import { userName } from '../../state/userName';
import { dismissUndo, showToast } from '../../state/toasts';
import { commandText, problemText, conflictText, type LeadCommand } from './commands';
import { sendCommands, sendUndo, type CommandOutcome, type LeadVersion } from './sendCommands';

const newKey = () => `ui-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;
const by = () => userName.peek() || undefined;

/**
 * Sends a command for leads and shows the result. Successes offer undo; conflicts offer to repeat the command on the
 * lead's current version.
 */
export async function executeCommand(leads: readonly LeadVersion[], command: LeadCommand, key = newKey()): Promise<CommandOutcome[]> {
  const outcomes = await sendCommands(leads, command, by(), key);
  const succeeded = outcomes.filter((o) => !o.problem);
  const refused = outcomes.filter((o) => o.problem);
  if (succeeded.length) showDone(succeeded, command, leads.length);
  const conflicts = refused.filter((o) => o.problem!.status === 412);
  if (conflicts.length) void showConflicts(conflicts, command, leads.length);
  const others = refused.filter((o) => o.problem!.status !== 412);
  if (others.length) showRefused(others, leads, command, key);
  return outcomes;
}

function showDone(succeeded: readonly CommandOutcome[], command: LeadCommand, total: number): void {
  const what = commandText(command);
  const about = succeeded.map((o) => o.id);
  dismissUndo(about);
  const text = total === 1 ? `${nameOf(succeeded[0]!.lead)}: ${what}` : `${counted(succeeded.length, 'lead')} ${what}`;
  if (command.note !== undefined && !command.status) return void showToast(text, { tone: 'good' });
  showToast(text, { tone: 'good', undo: true, about, action: { name: 'Undo', run: () => void undoCommand(succeeded) } });
}

const nameOf = (lead: Lead | null) => lead?.item.product || 'Lead';

async function undoCommand(succeeded: readonly CommandOutcome[]): Promise<void> {
  const outcomes = await sendUndo(
    succeeded.map((o) => ({ id: o.id, version: o.lead?.version ?? null })),
    by(),
    newKey(),
  );
  const failed = outcomes.filter((o) => o.problem);
  const undone = outcomes.length - failed.length;
  if (undone)
    showToast(undone === 1 && outcomes.length === 1 ? `${nameOf(outcomes[0]!.lead)}: undone` : `${counted(undone, 'lead')} undone`, {
      tone: 'good',
    });
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

async function showConflicts(conflicts: readonly CommandOutcome[], command: LeadCommand, total: number): Promise<void> {
  const fresh = await Promise.all(conflicts.slice(0, 50).map((c) => getLead(c.id).catch(() => null)));
  const known = fresh.filter((f) => f !== null);
  const action = known.length
    ? {
        action: {
          name: total === 1 ? 'Apply anyway' : `Apply anyway`,
          run: () =>
            void executeCommand(
              known.map((f) => f.body.lead),
              command,
            ),
        },
        ms: 20_000,
      }
    : {};
  const one = known[0]?.body;
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
          again.size === leads.length ? key : newKey(),
        ),
    },
  });
}
