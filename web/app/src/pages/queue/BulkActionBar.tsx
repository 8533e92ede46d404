import { useState } from 'preact/hooks';
import type { Lead } from '../../api/types';
import { count, counted } from '../../format/format';
import { subjectName } from '../../format/subject';
import { Dialog } from '../../parts/Dialog';
import { Icon } from '../../parts/Icon';
import { CommandForm, commandNames, type FormCommand } from '../lead/CommandForm';
import type { LeadCommand } from '../lead/commands';
import { executeCommand } from '../lead/executeCommand';
import { commandWithoutForm, applicableLeads, type BulkAction } from './bulkActions';

const bulkActions: readonly BulkAction[] = ['contacted', 'qualified', 'converted', 'rejected', 'assign', 'snooze', 'note', 'new'];

/** A command that needs input, and its leads. */
export interface PendingAction {
  action: FormCommand;
  leads: Lead[];
}

/** Sends a command, or returns it if it needs input first. */
export function startAction(act: BulkAction, leads: readonly Lead[]): PendingAction | null {
  const applicable = applicableLeads(leads, act);
  const command = commandWithoutForm(act);
  if (!applicable.length) return null;
  if (!command) return { action: act as FormCommand, leads: applicable };
  void executeCommand(applicable, command);
  return null;
}

interface Props {
  leads: readonly Lead[];
  loaded: number;
  total: number;
  onAct(act: BulkAction): void;
  onAll(): void;
  onClear(): void;
}

/** The commands for the selected leads, below the list. */
export function BulkActionBar({ leads, loaded, total, onAct, onAll, onClear }: Props) {
  return (
    <div class="bulk" role="toolbar" aria-label="Selected leads">
      <span class="bulk-count" role="status">
        <b class="num">{count(leads.length)}</b> selected
      </span>
      {leads.length >= loaded && loaded < total && (
        <button class="button button-quiet" type="button" onClick={onAll}>
          Select {total > maxSelected ? `the first ${count(maxSelected)}` : `all ${count(total)}`}
        </button>
      )}
      <span class="bulk-acts">
        {bulkActions.map((act) => (
          <button key={act} type="button" class="button" disabled={!applicableLeads(leads, act).length} onClick={() => onAct(act)}>
            {commandNames[act]}
          </button>
        ))}
      </span>
      <button class="icon-button" type="button" aria-label="Clear the selection" title="Clear the selection (Esc)" onClick={onClear}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** At most this many leads can be selected. */
export const maxSelected = 2_000;

export function CommandDialog({
  pending: { action: act, leads },
  names,
  onClose,
}: {
  pending: PendingAction;
  names: readonly string[];
  onClose(): void;
}) {
  const [busy, setBusy] = useState(false);
  const send = async (step: LeadCommand) => {
    setBusy(true);
    const outcomes = await executeCommand(leads, step);
    setBusy(false);
    // Keep the form open if the command failed for all leads.
    if (outcomes.length && (outcomes.some((o) => !o.problem) || outcomes.every((o) => o.problem?.status === 412))) onClose();
  };
  return (
    <Dialog
      title={`${commandNames[act]}: ${leads.length === 1 ? subjectName(leads[0]!) : counted(leads.length, 'lead')}`}
      onClose={onClose}
    >
      <CommandForm
        command={act}
        busy={busy}
        asOf={leads[0]?.asOf ?? new Date().toISOString()}
        names={names}
        onSend={(step) => void send(step)}
        onCancel={onClose}
      />
    </Dialog>
  );
}
