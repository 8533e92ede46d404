import { useState } from 'preact/hooks';
import type { Lead, LeadStatus, LeadStep } from '../../api/types';
import { Icon, type IconName } from '../../parts/Icon';
import { isSnoozed } from '../../state/leadQuery';
import { may } from '../../state/session';
import { CommandForm, commandNames, type FormCommand } from './CommandForm';
import { changeText, conflictText, isApplicable, isClosed, nextStatuses, type LeadCommand } from './commands';
import { executeCommand } from './executeCommand';
import { StatusTrack } from './StatusTrack';
import type { LoadedLead } from './useLead';

interface Props {
  lead: Lead;
  steps: readonly LeadStep[];
  asOf: string;
  disabled: boolean;
  reload(): Promise<LoadedLead | null>;
}

const moves = ['contacted', 'qualified', 'converted', 'rejected'] as const;
const secondaryCommands: readonly [FormCommand, IconName][] = [
  ['assign', 'user'],
  ['snooze', 'clock'],
  ['note', 'note'],
];

/** A form with the version of the lead that its user saw. */
interface OpenForm {
  command: FormCommand;
  version: number;
  /** The server refused the command, because the lead had changed. */
  refused: boolean;
}

/** Whether the lead's status allows a command with a form. */
const isAllowed = (lead: Lead, command: FormCommand): boolean =>
  command === 'note' ||
  (command === 'converted' || command === 'rejected' ? isApplicable(lead, { status: command }) : !isClosed(lead.status));

/**
 * The status track and the commands of a lead. Every button has one place, whatever the status: a second click never meets
 * another command. Each command is sent with the version that the user saw.
 */
export function LeadActions({ lead, steps, asOf, disabled, reload }: Props) {
  const [form, setForm] = useState<OpenForm | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const closed = isClosed(lead.status);
  const next = nextStatuses(lead.status);
  const off = disabled || busy !== null;

  const send = async (command: LeadCommand, name: string, version = lead.version) => {
    setBusy(name);
    const [outcome] = await executeCommand([{ id: lead.id, version }], command, { showsConflicts: form !== null });
    // Keep the form open if the command was refused. Reload in both cases.
    if (outcome && !outcome.problem) setForm(null);
    if (outcome?.problem?.status === 412) setForm((f) => f && { ...f, refused: true });
    await reload();
    setBusy(null);
  };
  const show = (command: FormCommand) => setForm((f) => (f?.command === command ? f : { command, version: lead.version, refused: false }));
  const press = (status: LeadStatus) =>
    status === 'rejected' || status === 'converted' ? show(status) : (setForm(null), void send({ status }, status));

  if (!may('work_leads'))
    return (
      <footer class="actions" aria-label="Status">
        <StatusTrack status={lead.status} steps={steps} />
      </footer>
    );
  const isStale = form !== null && busy === null && form.version !== lead.version;
  return (
    <footer class="actions" aria-label="Actions">
      {form && (
        <CommandForm
          key={form.command}
          command={form.command}
          asOf={asOf}
          busy={busy !== null}
          names={lead.assignee ? [lead.assignee] : []}
          changed={isStale ? (form.refused ? conflictText(steps, lead.status) : `${changeText(steps, lead.status)}.`) : null}
          blocked={isStale && !isAllowed(lead, form.command)}
          onSend={(command) => {
            // After the notice the user decides on the lead as it is now.
            if (isStale) setForm({ ...form, version: lead.version, refused: false });
            void send(command, form.command, isStale ? lead.version : form.version);
          }}
          onCancel={() => setForm(null)}
        />
      )}
      <div class="track-row">
        <StatusTrack status={lead.status} steps={steps} />
        <button
          type="button"
          class={`button${closed ? '' : ' is-away'}`}
          disabled={!closed || off}
          title="This lead is closed and its score no longer changes. Start it again as new."
          onClick={() => void send({ status: 'new' }, 'new')}
        >
          {busy === 'new' ? 'Reopening …' : commandNames.new}
        </button>
      </div>
      <div class="action-row">
        <span class="action-moves">
          {moves.map((status) => (
            <button
              key={status}
              type="button"
              class={`button${status === next[0] ? ' button-main' : ''}${form?.command === status ? ' is-pressed' : ''}`}
              // Not `disabled`: the focus stays, and a second Enter does nothing.
              aria-disabled={off || !next.includes(status)}
              onClick={() => off || !next.includes(status) || press(status)}
            >
              {commandNames[status]}
            </button>
          ))}
        </span>
        <span class="action-beside">
          {secondaryCommands.map(([name, icon]) => {
            const isWake = name === 'snooze' && isSnoozed(lead);
            const isOff = off || (closed && name !== 'note');
            const label = isWake ? 'Wake' : commandNames[name];
            return (
              <button
                key={name}
                type="button"
                class={`icon-button${form?.command === name ? ' is-pressed' : ''}`}
                aria-label={label}
                title={label}
                aria-disabled={isOff}
                onClick={() => isOff || (isWake ? void send({ snoozeUntil: null }, name) : show(name))}
              >
                <Icon name={isWake ? 'bell' : icon} />
              </button>
            );
          })}
        </span>
      </div>
    </footer>
  );
}
