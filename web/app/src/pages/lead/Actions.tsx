import { useState } from 'preact/hooks';
import type { Lead, LeadStatus } from '../../api/types';
import { Icon, type IconName } from '../../parts/Icon';
import { CommandForm, commandNames, type FormCommand } from './CommandForm';
import { nextStatuses, type LeadCommand } from './commands';
import { isSnoozed } from '../../state/leadQuery';
import { executeCommand } from './executeCommand';
import type { LoadedLead } from './useLead';

interface Props {
  lead: Lead;
  asOf: string;
  disabled: boolean;
  reload(): Promise<LoadedLead | null>;
}

const secondaryCommands: readonly [FormCommand, IconName][] = [
  ['assign', 'user'],
  ['snooze', 'clock'],
  ['note', 'note'],
];

/** The commands that the lead's status allows. Each is sent with the version that the user sees. */
export function LeadActions({ lead, asOf, disabled, reload }: Props) {
  const [openForm, setOpenForm] = useState<FormCommand | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const steps = nextStatuses(lead.status);
  const open = steps.length > 0;

  const send = async (command: LeadCommand, name: string) => {
    setBusy(name);
    const [outcome] = await executeCommand([lead], command);
    // Keep the form open if the command was refused. Reload in both cases.
    if (!outcome?.problem) setOpenForm(null);
    await reload();
    setBusy(null);
  };
  const press = (status: LeadStatus) =>
    status === 'rejected' || status === 'converted' ? setOpenForm(status) : void send({ status }, status);

  if (openForm && (open || openForm === 'note'))
    return (
      <footer class="actions">
        <CommandForm
          command={openForm}
          asOf={asOf}
          busy={busy !== null}
          names={lead.assignee ? [lead.assignee] : []}
          onSend={(step) => void send(step, openForm)}
          onCancel={() => setOpenForm(null)}
        />
      </footer>
    );
  return (
    <footer class="actions">
      {!open && <p class="aside">This lead is closed. Its score no longer changes.</p>}
      <div class="action-row">
        {steps.map((status, i) => (
          <button
            key={status}
            type="button"
            class={`button${i === 0 ? ' button-main' : ''}`}
            disabled={disabled || busy !== null}
            onClick={() => press(status)}
          >
            {busy === status ? `${commandNames[status as keyof typeof commandNames]} …` : commandNames[status as keyof typeof commandNames]}
          </button>
        ))}
        <span class="action-beside">
          {secondaryCommands
            .filter(([name]) => open || name === 'note')
            .map(([name, icon]) =>
              name === 'snooze' && isSnoozed(lead) ? (
                <button
                  key={name}
                  type="button"
                  class="icon-button"
                  aria-label="Wake"
                  title="Wake"
                  disabled={disabled || busy !== null}
                  onClick={() => void send({ snoozeUntil: null }, name)}
                >
                  <Icon name="bell" />
                </button>
              ) : (
                <button
                  key={name}
                  type="button"
                  class="icon-button"
                  aria-label={commandNames[name]}
                  title={commandNames[name]}
                  disabled={disabled || busy !== null}
                  onClick={() => setOpenForm(name)}
                >
                  <Icon name={icon} />
                </button>
              ),
            )}
        </span>
      </div>
    </footer>
  );
}
