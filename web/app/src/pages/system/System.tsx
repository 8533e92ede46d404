import { useEffect } from 'preact/hooks';
import type { SystemState } from '../../api/types';
import { request } from '../../api/http';
import { count, counted, momentInFull } from '../../format/format';
import { bytes, duration } from '../../format/units';
import { word } from '../../format/words';
import { StatTile } from '../../parts/StatTile';
import { Icon } from '../../parts/Icon';
import { StatTileSkeleton } from '../../parts/Skeleton';
import { Tabs } from '../../parts/Tabs';
import { useRequest } from '../../parts/useRequest';
import { live, portfolio } from '../../live/connection';
import { updateSettings } from '../../state/router';
import type { PageProps } from '../shared/pageProps';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { Meter } from '../shared/Meter';
import { Panel } from '../shared/Panel';
import { currentTab } from '../shared/tabs';
import { CommandResult } from '../shared/CommandResult';
import { useCommand } from '../shared/useCommand';
import '../shared/shared.css';
import { DeadLetters } from './DeadLetters';
import { CurrentDay } from './CurrentDay';
import { LongestQueues, Nodes } from './Nodes';
import { Sources } from './Sources';
import './system.css';

/** How often the state is read again: a server that cannot store anything sends no changes. */
const refreshMs = 10_000;

/** The state of the server, its data, its sources and its dead letters. */
export function SystemPage({ settings }: PageProps) {
  const found = useRequest<SystemState>('/api/v1/system', 'portfolio');
  const ready = useRequest<{ status: string }>('/readyz');
  useEffect(() => {
    const timer = setInterval(() => {
      found.reload();
      ready.reload();
    }, refreshMs);
    return () => clearInterval(timer);
  }, [found.reload, ready.reload]);
  const open = found.data?.deadLettersOpen ?? undefined;
  const tabs = [
    { key: 'state', name: 'State' },
    { key: 'letters', name: 'Dead letters', count: open },
    { key: 'day', name: 'Day and verification' },
  ];
  const { tab, paramOf } = currentTab(tabs, settings);
  return (
    <div class="page view">
      <PageHeader
        title="System"
        sub={
          found.data ? `OneLead ${found.data.version.split('+')[0]}, running for ${duration(found.data.uptimeSeconds * 1000)}` : undefined
        }
      >
        <a class="button" href="/metrics" target="_blank" rel="noreferrer">
          <Icon name="analytics" />
          <span>Metrics</span>
        </a>
        <a class="button" href="/openapi/v1.json" target="_blank" rel="noreferrer">
          <Icon name="note" />
          <span>API</span>
        </a>
        {found.data?.orleansDashboard && (
          <a class="button" href={found.data.orleansDashboard} target="_blank" rel="noreferrer">
            <Icon name="clock" />
            <span>Calls</span>
          </a>
        )}
        <button
          class="button"
          type="button"
          onClick={() => {
            found.reload();
            ready.reload();
          }}
        >
          <Icon name="refresh" />
          <span>Refresh</span>
        </button>
      </PageHeader>
      <Pulse ready={ready.data != null && ready.problem === null} problem={ready.problem?.detail ?? null} state={found.data} />
      <Tabs
        label="System"
        tabs={tabs}
        selected={tab}
        onChoose={(key) => updateSettings({ tab: paramOf(key), sort: '', state: '' }, 'replace')}
      >
        {tab === 'state' && (
          <RequestResult request={found} what="System state" waiting={<StatTileSkeleton figures={4} />}>
            {(data) => <State data={data} />}
          </RequestResult>
        )}
        {tab === 'letters' && <DeadLetters settings={settings} changed={found.reload} />}
        {tab === 'day' && (
          <div class="view-two">
            <CurrentDay />
            <Verification />
          </div>
        )}
      </Tabs>
    </div>
  );
}

/** The overall state: whether the server is ready and the data current. */
function Pulse({ ready, problem, state }: { ready: boolean; problem: string | null; state: SystemState | null }) {
  const status = live.status.value;
  const bad = state?.checks.filter((c) => c.state !== 'ok') ?? [];
  const failed = bad.some((c) => c.state === 'failed') || problem !== null;
  const fine = ready && !bad.length && status.kind === 'live';
  return (
    <section class={`panel pulse ${failed ? 'is-failed' : fine ? 'is-fine' : 'is-unsure'}`} aria-label="Health">
      <Icon name={fine ? 'check' : failed ? 'warning' : 'clock'} />
      <div>
        <p class="pulse-word">
          {failed
            ? 'Something is wrong'
            : fine
              ? 'Everything is running'
              : bad.length
                ? 'Running, with a warning'
                : ready
                  ? 'The server answers; the live connection is being established'
                  : 'Asking'}
        </p>
        <p class="aside">
          {problem ??
            (bad.length
              ? bad.map((c) => c.text).join(' ')
              : `The server answers and pushes every change${portfolio.state.value?.updatedAt ? `; the last one was at ${momentInFull(portfolio.state.value.updatedAt)}` : ''}.`)}
        </p>
      </div>
    </section>
  );
}

const marks = { ok: 'check', warning: 'clock', failed: 'warning' } as const;

function State({ data }: { data: SystemState }) {
  const isCluster = data.nodes.length > 1;
  return (
    <div class="view-stack">
      <section class="panel figures" aria-label="Figures">
        <StatTile
          name="Journal"
          note={data.journal.bytes == null ? `on ${data.storage}` : `${bytes(data.journal.bytes)} on ${data.storage}`}
        >
          {count(data.journal.sequence)}
        </StatTile>
        <StatTile
          name="Waiting"
          note={data.queue == null ? 'the owner of the journal does not answer' : 'journal rows waiting for delivery to accounts'}
          {...((data.queue ?? 0) > 1000 ? { tone: 'high' as const } : {})}
        >
          {count(data.queue)}
        </StatTile>
        <StatTile name="Unsaved" note="accounts waiting for a snapshot">
          {count(data.unsaved)}
        </StatTile>
        <StatTile name="Dashboards" note="connected now">
          {count(data.connections)}
        </StatTile>
        <StatTile
          name="Dead letters"
          note={
            data.deadLettersOpen == null ? 'cannot be counted now' : data.deadLettersOpen ? 'open: correct and replay them' : 'none open'
          }
          {...(data.deadLettersOpen ? { tone: 'high' as const } : {})}
        >
          {data.deadLettersOpen == null ? '–' : count(data.deadLettersOpen)}
        </StatTile>
      </section>
      <div class="view-two">
        <Panel title="Checks" note={`Since ${momentInFull(data.startedAt)}`}>
          <ul class="plain-list">
            {data.checks.map((c) => (
              <li key={c.name} class={`check check-${c.state}`}>
                <Icon name={marks[c.state as keyof typeof marks] ?? 'info'} />
                <div>
                  <p>
                    <b>{word(c.name)}</b> <span class="check-state">{word(c.state)}</span>
                  </p>
                  <p class="aside">{c.text}</p>
                </div>
              </li>
            ))}
            {!data.checks.length && <li class="aside">The server reports no checks.</li>}
          </ul>
        </Panel>
        <div class="view-stack">
          {!isCluster && (
            <Counts title="Actors in memory" note="Actors are activated on demand and deactivated when idle." counts={data.actors} />
          )}
          {data.longestQueues.length > 0 && <LongestQueues queues={data.longestQueues} />}
          <Counts title="Read model" note="The in-memory index that answers queries." counts={data.model} />
        </div>
      </div>
      {isCluster && <Nodes data={data} />}
      <Sources />
    </div>
  );
}

function Counts({ title, note, counts }: { title: string; note: string; counts: SystemState['actors'] }) {
  const most = Math.max(1, ...counts.map((c) => c.count));
  return (
    <Panel title={title} note={note}>
      <ul class="counts">
        {counts.map((c) => (
          <li key={c.name}>
            <span>{word(c.name)}</span>
            <Meter wide share={c.count / most}>
              {count(c.count)}
            </Meter>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface Verified {
  ok: boolean;
  accounts: number;
  rows: number;
  different: unknown;
  digest: string;
  shown: string[];
  seals: { through: number; unsealed: number; problem: string | null; brokenRow: number | null };
}

function Verification() {
  const command = useCommand();
  return (
    <Panel
      title="Verification"
      note="Checks the journal's seals, computes every account from it, and compares the result with what is stored. This may take a while."
    >
      <div class="view-pad verify">
        <button
          class="button"
          type="button"
          disabled={command.busy}
          onClick={() =>
            void command.run(async () => {
              const { body } = await request<Verified>('/api/v1/verification', { method: 'POST' });
              if (body.seals.problem !== null)
                return `The journal is broken at row ${body.seals.brokenRow}. ${body.seals.problem} Accounts were not compared.`;
              const { through, unsealed } = body.seals;
              const sealed = `Sealed through row ${count(through)}, ${counted(unsealed, 'newer row')} not sealed yet.`;
              const different = Array.isArray(body.different) ? body.different.length : Number(body.different ?? 0);
              const size = `${counted(body.accounts, 'account')} from ${counted(body.rows, 'row')}`;
              return body.ok
                ? `Verified ${size}: what is stored and shown matches the journal. ${sealed} Digest ${body.digest}.`
                : [
                    `Verified ${size}: ${counted(different, 'stored account')} differ.`,
                    ...body.shown.map((difference) => `Shown differently: ${difference}.`),
                  ].join(' ');
            })
          }
        >
          <Icon name="check" />
          <span>{command.busy ? 'Verifying' : 'Verify now'}</span>
        </button>
        <CommandResult command={command} />
      </div>
    </Panel>
  );
}
