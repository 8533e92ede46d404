import { useEffect, useState } from 'preact/hooks';
import type { DeadLetter } from '../../api/types';
import { asProblem, type Problem, request } from '../../api/http';
import { counted, momentInFull } from '../../format/format';
import { word } from '../../format/words';
import { Dialog } from '../../parts/Dialog';
import { Callout } from '../../parts/Callout';
import { Skeleton } from '../../parts/Skeleton';
import { may } from '../../state/session';
import { Badge } from '../shared/Badge';
import { CommandResult } from '../shared/CommandResult';
import { useCommand } from '../shared/useCommand';

export const deadLettersPath = '/api/v1/dead-letters';

/** The state of a dead letter. */
export const StateBadge = ({ state }: { state: DeadLetter['state'] }) =>
  state === 'open' ? (
    <Badge tone="high" icon="warning">
      Open
    </Badge>
  ) : (
    <Badge {...(state === 'replayed' ? { tone: 'good' as const, icon: 'check' as const } : { icon: 'close' as const })}>
      {word(state)}
    </Badge>
  );

/** Shows one dead letter and lets the user correct its record as JSON. */
export function DeadLetterDialog({ id, onClose, done }: { id: number; onClose(): void; done(): void }) {
  const [read, setRead] = useState<{ letter: DeadLetter; etag: string } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [text, setText] = useState('');
  const [original, setOriginal] = useState('');
  const command = useCommand();
  const path = `${deadLettersPath}/${id}`;

  const load = async () => {
    try {
      const { body, etag } = await request<{ letter: DeadLetter; content: unknown }>(path);
      const shown = JSON.stringify(body.content, null, 2);
      setRead({ letter: body.letter, etag: etag ?? '*' });
      setText(shown);
      setOriginal(shown);
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  useEffect(() => void load(), [id]);

  const invalid = invalidJson(text);
  const changed = text !== original;
  const isOpen = read?.letter.state === 'open';

  const save = async () => {
    if (!changed || !read) return;
    const { etag } = await request<DeadLetter>(path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': read.etag },
      body: text,
    });
    setRead({ ...read, etag: etag ?? '*' });
    setOriginal(text);
  };
  const replay = () =>
    void command
      .run(async () => {
        await save();
        try {
          await request<DeadLetter>(`${path}/replay`, { method: 'POST' });
        } finally {
          done();
        }
      })
      .then((ok) => ok && onClose());
  const dismiss = () =>
    void command
      .run(async () => {
        await request<DeadLetter>(path, { method: 'DELETE', headers: { 'if-match': read?.etag ?? '*' } });
      })
      .then((ok) => {
        if (!ok) return;
        done();
        onClose();
      });

  return (
    <Dialog
      title={`Dead letter ${id}`}
      onClose={onClose}
      wide
      foot={
        isOpen &&
        may('operate') && (
          <>
            <button class="button button-main" type="button" disabled={command.busy || !!invalid} onClick={replay}>
              {changed ? 'Save and replay' : 'Replay'}
            </button>
            <button
              class="button"
              type="button"
              disabled={command.busy || !!invalid || !changed}
              onClick={() =>
                void command
                  .run(async () => {
                    await save();
                    return 'Saved. Replay it once its mapping is correct.';
                  })
                  .then((ok) => ok && done())
              }
            >
              Save
            </button>
            <button class="button button-reject" type="button" disabled={command.busy} onClick={dismiss}>
              Dismiss
            </button>
          </>
        )
      }
    >
      {problem && (
        <Callout icon="warning" tone="warn" role="alert">
          {problem.title}. {problem.detail}
        </Callout>
      )}
      {read && (
        <>
          <div class="letter-head">
            <StateBadge state={read.letter.state} />
            <span>
              {read.letter.entity} of {read.letter.source}, received {momentInFull(read.letter.receivedAt)}
              {read.letter.attempts > 0 && `, tried ${counted(read.letter.attempts, 'time')}`}
            </span>
          </div>
          <Callout icon="info">{read.letter.reason}</Callout>
          <label class="letter-text">
            The record. Correct it here; its source and its identity stay as they are.
            <textarea
              class="field mono"
              spellcheck={false}
              readOnly={!isOpen}
              rows={16}
              value={text}
              aria-invalid={!!invalid}
              onInput={(e) => setText(e.currentTarget.value)}
            />
          </label>
          {invalid && (
            <p class="letter-invalid" role="status">
              Invalid JSON: {invalid}
            </p>
          )}
          <CommandResult command={command} />
        </>
      )}
      {!read && !problem && <Skeleton rows={6} />}
    </Dialog>
  );
}

function invalidJson(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
