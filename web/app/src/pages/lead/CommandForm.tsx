import { useEffect, useRef, useState } from 'preact/hooks';
import { day } from '../../format/format';
import { Callout } from '../../parts/Callout';
import { me, setUserName } from '../../state/me';
import { session } from '../../state/session';
import { PersonList } from './PersonList';
import type { LeadCommand } from './commands';

/** Commands that need input. */
export type FormCommand = 'converted' | 'rejected' | 'assign' | 'snooze' | 'note';

export const commandNames = {
  new: 'Reopen',
  contacted: 'Contact',
  qualified: 'Qualify',
  converted: 'Convert',
  rejected: 'Reject',
  assign: 'Assign',
  snooze: 'Snooze',
  note: 'Add note',
} as const;

const usualReasons = [
  'Already renewed',
  'Bought elsewhere',
  'Duplicate',
  'Not ours',
  'Item no longer in use',
  'No budget this year',
  'Wrong contact',
];
const labels: Record<FormCommand, string> = {
  converted: 'Opportunity (optional)',
  rejected: 'Why?',
  assign: 'To whom?',
  snooze: 'Until when?',
  note: 'Note',
};
const placeholders: Record<FormCommand, string> = {
  converted: 'OPE-0012345678',
  rejected: 'Reason',
  assign: 'Name',
  snooze: '',
  note: 'What was said, and the next step',
};

interface Props {
  command: FormCommand;
  busy: boolean;
  /** Snoozing counts from this day. */
  asOf: string;
  /** Names of people who have other leads. */
  names?: readonly string[];
  /** What somebody else did while the form was open. The command then needs a second decision. */
  changed?: string | null;
  /** The lead's new status does not allow the command. */
  blocked?: boolean;
  onSend(command: LeadCommand): void;
  onCancel(): void;
}

/** The form for a command's input. The drawer shows it in place of its buttons, the bulk actions in a dialog. */
export function CommandForm({ command, busy, asOf, names = [], changed = null, blocked = false, onSend, onCancel }: Props) {
  const [text, setText] = useState('');
  const [isMe, setIsMe] = useState(false);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), [command]);
  const given = text.trim();
  const picksPerson = command === 'assign' && session.value?.hasUsers === true;
  const needed = command !== 'converted';

  const send = (value = given) => {
    if (blocked || busy || (needed && !value)) return;
    if (command === 'converted') onSend({ status: 'converted', ...(value && { opportunityId: value }) });
    else if (command === 'rejected') onSend({ status: 'rejected', reason: value });
    else if (command === 'assign') {
      if (isMe) setUserName(value);
      onSend({ assignee: value });
    } else if (command === 'snooze') onSend({ snoozeUntil: value });
    else onSend({ note: value });
  };
  const choices: [string, string][] =
    command === 'rejected'
      ? usualReasons.map((r) => [r, r])
      : command === 'assign'
        ? [...new Set([me.value, ...names])]
            .filter(Boolean)
            .slice(0, 6)
            .map((n) => [n === me.value ? `${n} (me)` : n, n])
        : command === 'snooze'
          ? ([1, 7, 30] as const).map((n) => [n === 1 ? 'Tomorrow' : `${n} days`, addDays(asOf, n)])
          : [];

  return (
    <form
      class="ask"
      onSubmit={(e) => {
        e.preventDefault();
        send();
      }}
      onKeyDown={(e) => {
        if (e.key === 'Escape') onCancel();
        else if (!(e.key === 'Enter' && (e.ctrlKey || e.metaKey))) return;
        else send();
        e.preventDefault();
        e.stopPropagation();
      }}
    >
      {picksPerson && (
        <PersonList label={labels.assign} current={names} disabled={busy || blocked} onChoose={(assignee) => onSend({ assignee })} />
      )}
      {!picksPerson && (
        <label>
          {labels[command]}
          {command === 'note' ? (
            <textarea
              class="field field-tall"
              ref={field}
              value={text}
              maxLength={2000}
              rows={3}
              placeholder={placeholders.note}
              required
              onInput={(e) => setText(e.currentTarget.value)}
            />
          ) : command === 'snooze' ? (
            <input
              class="field"
              ref={field}
              type="date"
              min={addDays(asOf, 1)}
              value={text}
              required
              onInput={(e) => setText(e.currentTarget.value)}
            />
          ) : (
            <input
              class="field"
              ref={field}
              value={text}
              maxLength={500}
              placeholder={placeholders[command]}
              required={needed}
              autocomplete="off"
              onInput={(e) => setText(e.currentTarget.value)}
            />
          )}
        </label>
      )}
      {!picksPerson && choices.length > 0 && (
        <div class="reasons">
          {choices.map(([name, value]) => (
            <button
              key={name}
              type="button"
              class={`chip${text === value ? ' is-on' : ''}`}
              title={command === 'snooze' ? day(value) : undefined}
              onClick={() => (command === 'rejected' ? setText(value) : send(value))}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      {command === 'assign' && !picksPerson && !me.value && (
        <label class="check">
          <input type="checkbox" checked={isMe} onChange={(e) => setIsMe(e.currentTarget.checked)} />
          This is me: remember the name in this browser
        </label>
      )}
      {changed && (
        <Callout icon="warning" tone="warn" role="alert">
          {changed} {blocked ? 'The lead’s status no longer allows this.' : 'Check your decision.'}
        </Callout>
      )}
      <div class="action-row">
        {!picksPerson && (
          <button
            class={`button ${command === 'rejected' ? 'button-reject-main' : 'button-main'}`}
            type="submit"
            disabled={busy || blocked || (needed && !given)}
          >
            {changed ? `${commandNames[command]} anyway` : commandNames[command]}
          </button>
        )}
        {command === 'assign' && (
          <button class="button" type="button" disabled={busy || blocked} onClick={() => onSend({ assignee: null })}>
            Nobody
          </button>
        )}
        <button class="button" type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

const addDays = (asOf: string, days: number): string =>
  new Date(Date.parse(asOf.slice(0, 10)) + days * 86_400_000).toISOString().slice(0, 10);
