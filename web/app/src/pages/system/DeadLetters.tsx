import { useEffect, useState } from 'preact/hooks';
import { asProblem, type Problem, request } from '../../api/http';
import type { DeadLetter } from '../../api/pages';
import { count, counted, moment, momentInFull } from '../../format/format';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { Dialog } from '../../parts/Dialog';
import { Empty } from '../../parts/Empty';
import { Icon } from '../../parts/Icon';
import { Remark } from '../../parts/Remark';
import { Skeleton } from '../../parts/Skeleton';
import { set } from '../../state/router';
import { viewWith, type Settings } from '../../state/url';
import { Badge } from '../view/Badge';
import { NameCell } from '../view/cells';
import { Loaded } from '../view/Loaded';
import { Select } from '../view/Select';
import { Told } from '../view/Told';
import { useCommand } from '../view/useCommand';
import { usePages } from '../view/usePages';

const api = '/api/v1/dead-letters';
const states = ['open', 'replayed', 'dismissed'] as const;

/** What a source delivered and nobody could map: read, correct, replay, dismiss. */
export function DeadLetters({ settings, changed }: { settings: Settings; changed(): void }) {
  const state = settings['state'] || 'open';
  const parameters = new URLSearchParams({ limit: '200' });
  if (state !== 'all') parameters.set('state', state);
  if (settings['source']) parameters.set('source', settings['source']);
  const found = usePages<DeadLetter>(`${api}?${parameters}`, 'portfolio');
  const command = useCommand();
  const sources = [...new Set([...found.rows.map((l) => l.source), settings['source'] ?? ''])].filter(Boolean).sort();
  const done = () => {
    found.again();
    changed();
  };
  const open = settings['letter'] ? Number(settings['letter']) : null;
  return (
    <section class="panel tab-body" aria-label="Dead letters">
      <div class="tab-tools tools-pad">
        <Select label="Show" value={state} options={[...states.map((s) => [s, word(s)] as const), ['all', 'All']]} onChoose={(s) => set({ state: s === 'open' ? '' : s }, 'replace')} />
        <Select label="Source" value={settings['source'] ?? ''} options={[['', 'Any'], ...sources]} onChoose={(source) => set({ source }, 'replace')} />
        {found.total !== null && <p class="aside">{counted(found.total, 'letter')}</p>}
        <button
          class="button tools-end"
          type="button"
          disabled={command.busy || !found.rows.some((l) => l.state === 'open')}
          onClick={() =>
            void command
              .run(async () => {
                const { body } = await request<{ replayed: number; failed: number; accepted: number }>(`${api}/replay${settings['source'] ? `?source=${encodeURIComponent(settings['source'])}` : ''}`, { method: 'POST' });
                return `${counted(body.replayed, 'letter')} replayed with ${counted(body.accepted, 'new event')}; ${count(body.failed)} still cannot be mapped.`;
              })
              .then((ok) => ok && done())
          }
        >
          <Icon name="refresh" />
          <span>Replay all open{settings['source'] ? ` of ${settings['source']}` : ''}</span>
        </button>
      </div>
      <div class="view-pad-x">
        <Told command={command} />
      </div>
      <Loaded request={found} what="Dead letters" waiting={<Skeleton rows={5} />}>
        {() => (
          <DataTable
            label="Dead letters"
            rows={found.rows}
            id={(l) => String(l.id)}
            columns={columns}
            ordered
            onNearEnd={found.more}
            open={settings['letter'] ?? null}
            to={(l) => viewWith('system', { ...settings, letter: String(l.id) })}
            empty={
              <Empty icon="check" title={state === 'open' ? 'No letter is open' : 'None'}>
                {state === 'open' ? 'Everything that the sources delivered could be mapped.' : 'There are none of these.'}
              </Empty>
            }
          />
        )}
      </Loaded>
      {open !== null && !Number.isNaN(open) && <Letter key={open} id={open} onClose={() => set({ letter: '' })} done={done} />}
    </section>
  );
}

const StateBadge = ({ state }: { state: DeadLetter['state'] }) =>
  state === 'open' ? (
    <Badge tone="high" icon="warning">
      Open
    </Badge>
  ) : (
    <Badge {...(state === 'replayed' ? { tone: 'good' as const, icon: 'check' as const } : { icon: 'close' as const })}>{word(state)}</Badge>
  );

const columns: Column<DeadLetter>[] = [
  {
    key: 'entity',
    name: 'Object',
    width: 210,
    card: 'title',
    cell: (l) => <NameCell name={l.entity || l.sourceId} sub={<>{l.source}, <span class="mono">{l.sourceId}</span></>} />,
  },
  { key: 'reason', name: 'What is wrong', cell: (l) => <span title={l.reason}>{l.reason}</span> },
  { key: 'state', name: 'State', width: 120, cell: (l) => <StateBadge state={l.state} /> },
  { key: 'attempts', name: 'Tries', width: 70, number: true, rank: 2, cell: (l) => count(l.attempts) },
  { key: 'at', name: 'Received', width: 110, number: true, cell: (l) => <span title={momentInFull(l.receivedAt)}>{moment(l.receivedAt)}</span> },
];

/** One letter with its record, to be corrected as JSON. */
function Letter({ id, onClose, done }: { id: number; onClose(): void; done(): void }) {
  const [read, setRead] = useState<{ letter: DeadLetter; etag: string } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [text, setText] = useState('');
  const [original, setOriginal] = useState('');
  const command = useCommand();
  const path = `${api}/${id}`;

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
    const { etag } = await request<DeadLetter>(path, { method: 'PUT', headers: { 'content-type': 'application/json', 'if-match': read.etag }, body: text });
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
        isOpen && (
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
                    return 'Saved. It can be replayed when its mapping is right.';
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
        <Remark icon="warning" tone="warn" role="alert">
          {problem.title}. {problem.detail}
        </Remark>
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
          <Remark icon="info">
            {read.letter.reason}
          </Remark>
          <label class="letter-text">
            The record. Correct it here; its source and its identity stay as they are.
            <textarea class="field mono" spellcheck={false} readOnly={!isOpen} rows={16} value={text} aria-invalid={!!invalid} onInput={(e) => setText(e.currentTarget.value)} />
          </label>
          {invalid && (
            <p class="letter-invalid" role="status">
              This is no JSON yet: {invalid}
            </p>
          )}
          <Told command={command} />
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
