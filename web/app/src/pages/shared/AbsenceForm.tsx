import { useState } from 'preact/hooks';
import { post, request } from '../../api/http';
import type { Absence, HandOver, HandOverPreview, Person } from '../../api/types';
import { counted } from '../../format/format';
import { useRequest } from '../../parts/useRequest';
import { CommandResult } from './CommandResult';
import { ConfirmDialog } from './ConfirmDialog';
import { useCommand } from './useCommand';

interface Props {
  person: { id: string; displayName: string; absence: Absence | null };
  /** Where the absence is stored. */
  path: string;
  onDone(): void;
}

/** When a person is absent, who gets the new leads meanwhile, and the hand-over of the open ones. */
export function AbsenceForm({ person, path, onDone }: Props) {
  const { absence } = person;
  const [from, setFrom] = useState(absence?.from ?? '');
  const [until, setUntil] = useState(absence?.until ?? '');
  const [deputy, setDeputy] = useState(absence?.deputy ?? '');
  const [handOver, setHandOver] = useState<HandOverPreview | null>(null);
  const people = useRequest<{ items: Person[] }>('/api/v1/people').data?.items.filter((p) => p.id !== person.id) ?? [];
  const command = useCommand();
  const body = { from: person.id, to: deputy };
  return (
    <form
      class="ask"
      onSubmit={(e) => {
        e.preventDefault();
        void command.run(async () => {
          await post(path, { from, until: until || null, deputy: deputy || null }, 'PUT');
          onDone();
          return 'The absence is stored.';
        });
      }}
    >
      <label>
        First day
        <input class="field" type="date" required value={from} onInput={(e) => setFrom(e.currentTarget.value)} />
      </label>
      <label>
        Last day
        <input class="field" type="date" min={from} value={until} onInput={(e) => setUntil(e.currentTarget.value)} />
        <small class="aside">Empty: until further notice.</small>
      </label>
      <label>
        Deputy
        <select class="field" value={deputy} onChange={(e) => setDeputy(e.currentTarget.value)}>
          <option value="">Nobody</option>
          {people.map((p) => (
            <option key={p.id} value={p.id}>
              {p.displayName}
            </option>
          ))}
        </select>
        <small class="aside">Gets the new leads that rules give to one person. In turns the absent lose theirs.</small>
      </label>
      <CommandResult command={command} />
      <div class="action-row">
        <button class="button button-main" type="submit" disabled={command.busy || !from}>
          Save the absence
        </button>
        {absence && (
          <button
            class="button"
            type="button"
            disabled={command.busy}
            onClick={() =>
              void command.run(async () => {
                await request(path, { method: 'DELETE' });
                setFrom('');
                setUntil('');
                setDeputy('');
                onDone();
                return 'The absence is removed.';
              })
            }
          >
            Remove
          </button>
        )}
        <button
          class="button"
          type="button"
          disabled={command.busy || !deputy}
          onClick={() =>
            void command.run(async () => setHandOver(await post<HandOverPreview>('/api/v1/assignment/hand-over/preview', body)))
          }
        >
          Hand over open leads
        </button>
      </div>
      {handOver && (
        <ConfirmDialog
          title="Hand over open leads"
          button={`Hand over ${counted(handOver.leads, 'lead')}`}
          ready={handOver.leads > 0}
          work={() =>
            command.run(async () => {
              const done = await post<HandOver>('/api/v1/assignment/hand-over', body);
              const failed = done.failed ? ` ${counted(done.failed, 'lead')} changed meanwhile and stayed.` : '';
              return `${counted(done.moved, 'lead')} went to ${done.to}.${failed}`;
            })
          }
          onDone={() => {}}
          onClose={() => setHandOver(null)}
        >
          <p>
            {counted(handOver.leads, 'open lead')} of {handOver.from} {handOver.leads === 1 ? 'goes' : 'go'} to {handOver.to}. They do not
            come back by themselves.
          </p>
          {handOver.notSeen > 0 && (
            <p>
              {counted(handOver.notSeen, 'lead')} {handOver.notSeen === 1 ? 'stays' : 'stay'}, because {handOver.to} does not see the
              accounts.
            </p>
          )}
        </ConfirmDialog>
      )}
    </form>
  );
}
