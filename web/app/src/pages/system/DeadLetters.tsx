import type { DeadLetter } from '../../api/types';
import { request } from '../../api/http';
import { count, counted, moment, momentInFull } from '../../format/format';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Icon } from '../../parts/Icon';
import { Skeleton } from '../../parts/Skeleton';
import { updateSettings } from '../../state/router';
import { may } from '../../state/session';
import { viewWith, type Settings } from '../../state/url';
import { NameCell } from '../shared/cells';
import { RequestResult } from '../shared/RequestResult';
import { Select } from '../shared/Select';
import { CommandResult } from '../shared/CommandResult';
import { useCommand } from '../shared/useCommand';
import { usePagedList } from '../shared/usePagedList';
import { deadLettersPath, DeadLetterDialog, StateBadge } from './DeadLetterDetail';

const states = ['open', 'replayed', 'dismissed'] as const;

/** Records that could not be mapped: read, correct, replay or dismiss them. */
export function DeadLetters({ settings, changed }: { settings: Settings; changed(): void }) {
  const state = settings['state'] || 'open';
  const parameters = new URLSearchParams({ limit: '200' });
  if (state !== 'all') parameters.set('state', state);
  if (settings['source']) parameters.set('source', settings['source']);
  const found = usePagedList<DeadLetter>(`${deadLettersPath}?${parameters}`, 'portfolio');
  const command = useCommand();
  const sources = [...new Set([...found.rows.map((l) => l.source), settings['source'] ?? ''])].filter(Boolean).sort();
  const done = () => {
    found.reload();
    changed();
  };
  const open = settings['letter'] ? Number(settings['letter']) : null;
  return (
    <section class="panel tab-body" aria-label="Dead letters">
      <div class="tab-tools tools-pad">
        <Select
          label="Show"
          value={state}
          options={[...states.map((s) => [s, word(s)] as const), ['all', 'All']]}
          onChoose={(s) => updateSettings({ state: s === 'open' ? '' : s }, 'replace')}
        />
        <Select
          label="Source"
          value={settings['source'] ?? ''}
          options={[['', 'Any'], ...sources]}
          onChoose={(source) => updateSettings({ source }, 'replace')}
        />
        {found.total !== null && <p class="aside">{counted(found.total, 'letter')}</p>}
        {may('operate') && (
          <button
            class="button tools-end"
            type="button"
            disabled={command.busy || !found.rows.some((l) => l.state === 'open')}
            onClick={() =>
              void command
                .run(async () => {
                  const { body } = await request<{ replayed: number; failed: number; accepted: number }>(
                    `${deadLettersPath}/replay${settings['source'] ? `?source=${encodeURIComponent(settings['source'])}` : ''}`,
                    { method: 'POST' },
                  );
                  return `${counted(body.replayed, 'letter')} replayed with ${counted(body.accepted, 'new event')}; ${count(body.failed)} still cannot be mapped.`;
                })
                .then((ok) => ok && done())
            }
          >
            <Icon name="refresh" />
            <span>Replay all open{settings['source'] ? ` of ${settings['source']}` : ''}</span>
          </button>
        )}
      </div>
      <div class="view-pad-x">
        <CommandResult command={command} />
      </div>
      <RequestResult request={found} what="Dead letters" waiting={<Skeleton rows={5} />}>
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
              <EmptyState icon="check" title={state === 'open' ? 'No open dead letters' : 'None'}>
                {state === 'open' ? 'Everything that the sources sent could be mapped.' : 'No dead letters match.'}
              </EmptyState>
            }
          />
        )}
      </RequestResult>
      {open !== null && !Number.isNaN(open) && (
        <DeadLetterDialog key={open} id={open} onClose={() => updateSettings({ letter: '' })} done={done} />
      )}
    </section>
  );
}

const columns: Column<DeadLetter>[] = [
  {
    key: 'entity',
    name: 'Object',
    width: 210,
    card: 'title',
    cell: (l) => (
      <NameCell
        name={l.entity || l.sourceId}
        sub={
          <>
            {l.source}, <span class="mono">{l.sourceId}</span>
          </>
        }
      />
    ),
  },
  { key: 'reason', name: 'Problem', cell: (l) => <span title={l.reason}>{l.reason}</span> },
  { key: 'state', name: 'State', width: 120, cell: (l) => <StateBadge state={l.state} /> },
  { key: 'attempts', name: 'Tries', width: 70, number: true, rank: 2, cell: (l) => count(l.attempts) },
  {
    key: 'at',
    name: 'Received',
    width: 110,
    number: true,
    cell: (l) => <span title={momentInFull(l.receivedAt)}>{moment(l.receivedAt)}</span>,
  },
];
