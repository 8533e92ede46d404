import type { Page } from '../../api/types';
import { moment, momentInFull } from '../../format/format';
import { bytes } from '../../format/units';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Skeleton } from '../../parts/Skeleton';
import { useRequest } from '../../parts/useRequest';
import { viewWith } from '../../state/url';
import { Badge } from '../shared/Badge';
import { NameCell } from '../shared/cells';
import { RequestResult } from '../shared/RequestResult';
import { Panel } from '../shared/Panel';
import { Unavailable } from '../shared/Unavailable';

interface Source {
  name: string;
  format: string;
  mapping: string | null;
  /** The state of a followed database. Null for webhooks. */
  cdc: {
    state: string;
    message: string | null;
    copied?: number;
    position?: string | null;
    lag: number;
    lastCommitAt: string | null;
  } | null;
}

/** The configured sources, and the lag of followed databases. */
export function Sources() {
  const found = useRequest<Page<Source>>('/api/v1/sources', 'portfolio');
  return (
    <RequestResult
      request={found}
      what="Sources and their lag"
      waiting={<Skeleton rows={3} />}
      missing={
        <Unavailable
          what="Sources and their lag"
          reason="This server version does not list its sources. See Dead letters for records that could not be mapped."
        />
      }
    >
      {({ items }) => (
        <Panel
          title="Sources"
          note="Webhooks have no lag. The lag of a followed database is the part of its log that is not in the journal yet."
        >
          <DataTable
            label="Sources"
            rows={items}
            id={(s) => s.name}
            columns={columns}
            to={(s) => viewWith('system', { tab: 'letters', source: s.name })}
            empty={
              <EmptyState title="No source is configured">
                Data arrives by import and by <code>POST /api/v1/events</code>. To set up a source, see docs/webhooks.md and docs/cdc.md.
              </EmptyState>
            }
          />
        </Panel>
      )}
    </RequestResult>
  );
}

const State = ({ source: { cdc } }: { source: Source }) => {
  if (!cdc)
    return (
      <Badge icon="link" title="Waiting for the sender.">
        Webhook
      </Badge>
    );
  switch (cdc.state) {
    case 'streaming':
      return (
        <Badge tone="good" icon="check">
          Streaming
        </Badge>
      );
    case 'blocked':
      return (
        <Badge tone="critical" icon="warning">
          Blocked
        </Badge>
      );
    case 'waiting':
      return (
        <Badge tone="high" icon="clock">
          Waiting
        </Badge>
      );
    default:
      return <Badge icon="refresh">{word(cdc.state)}</Badge>;
  }
};

const columns: Column<Source>[] = [
  {
    key: 'name',
    name: 'Source',
    card: 'title',
    cell: (s) => <NameCell name={s.name} sub={s.mapping ? `${s.format}, mapping ${s.mapping}` : s.format} />,
    sort: (s) => s.name,
  },
  { key: 'state', name: 'State', width: 130, cell: (s) => <State source={s} />, sort: (s) => s.cdc?.state ?? '' },
  {
    key: 'message',
    name: 'Details',
    rank: 2,
    cell: (s) => (s.cdc?.message ? <span title={s.cdc.message}>{s.cdc.message}</span> : <span class="aside">–</span>),
  },
  {
    key: 'last',
    name: 'Last commit',
    width: 120,
    number: true,
    rank: 2,
    cell: (s) => (s.cdc?.lastCommitAt ? <span title={momentInFull(s.cdc.lastCommitAt)}>{moment(s.cdc.lastCommitAt)}</span> : '–'),
    sort: (s) => s.cdc?.lastCommitAt ?? null,
  },
  {
    key: 'lag',
    name: 'Lag',
    width: 110,
    number: true,
    descending: true,
    cell: (s) => (s.cdc ? s.cdc.lag ? bytes(s.cdc.lag) : 'none' : <span class="aside">n/a</span>),
    sort: (s) => s.cdc?.lag ?? null,
  },
];
