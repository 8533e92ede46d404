import type { SystemState } from '../../api/types';
import { count, moment, momentInFull } from '../../format/format';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { Badge } from '../shared/Badge';
import { NameCell } from '../shared/cells';
import { Panel } from '../shared/Panel';

type Node = SystemState['nodes'][number];

/** 127.0.0.1:4711@155045201 without the run: enough for people. */
const address = (name: string): string => name.split('@')[0]!;

/** Without the commit. */
const release = (version: string | null): string => (version ? version.split('+')[0]! : '–');

/** The processes of a cluster: what they run, and who writes the journal. */
export function Nodes({ data }: { data: SystemState }) {
  const kinds = data.actors.map((a) => a.name);
  const { owner, epoch, ownedSince } = data.journal;
  return (
    <>
      <Panel
        title="Nodes"
        note={
          owner
            ? `${address(owner)} has written the journal${ownedSince ? ` since ${momentInFull(ownedSince)}` : ''}${epoch == null ? '' : `, at epoch ${count(epoch)}`}.`
            : 'The node that writes the journal does not answer now.'
        }
      >
        <DataTable label="Nodes" rows={data.nodes} id={(n) => n.name} columns={columns} />
      </Panel>
      <Panel title="Actors by node" note="Actors are activated on demand, on one node each, and deactivated when idle.">
        <DataTable
          label="Actors by node"
          rows={data.nodes}
          id={(n) => n.name}
          columns={[
            { key: 'node', name: 'Node', card: 'title', cell: (n) => <b>{address(n.name)}</b> },
            ...kinds.map((kind): Column<Node> => ({
              key: kind,
              name: word(kind),
              number: true,
              cell: (n) => count(n.actors.find((a) => a.name === kind)?.count ?? 0),
            })),
          ]}
          foot={(column) => (column.key === 'node' ? 'All' : count(data.actors.find((a) => a.name === column.key)?.count))}
        />
      </Panel>
    </>
  );
}

/** The accounts that wait longest for their rows. */
export const LongestQueues = ({ queues }: { queues: SystemState['longestQueues'] }) => (
  <Panel title="Longest queues" note="Accounts whose rows wait for delivery.">
    <DataTable
      label="Longest queues"
      rows={queues}
      id={(q) => q.account}
      columns={[
        { key: 'account', name: 'Account', card: 'title', cell: (q) => q.account },
        { key: 'rows', name: 'Rows', width: 90, number: true, cell: (q) => count(q.rows) },
        {
          key: 'failures',
          name: 'Failed attempts',
          width: 140,
          number: true,
          cell: (q) => (q.failures ? <Badge tone="high">{count(q.failures)}</Badge> : '–'),
        },
      ]}
    />
  </Panel>
);

const columns: Column<Node>[] = [
  {
    key: 'node',
    name: 'Node',
    card: 'title',
    cell: (n) => (
      <NameCell name={address(n.name)} sub={[n.host, n.self ? 'answers this page' : ''].filter(Boolean).join(', ') || 'does not answer'} />
    ),
  },
  {
    key: 'state',
    name: 'State',
    width: 190,
    cell: (n) => (
      <>
        <Badge
          tone={n.state === 'active' && n.version ? 'good' : 'high'}
          icon={n.state === 'active' ? (n.version ? 'check' : 'warning') : 'clock'}
        >
          {n.version ? word(n.state) : 'No answer'}
        </Badge>{' '}
        {n.ownsJournal && <Badge icon="note">Journal</Badge>}
      </>
    ),
  },
  {
    key: 'role',
    name: 'Role',
    width: 90,
    cell: (n) => (
      <span title={n.role === 'work' ? 'Runs actors only' : 'Runs actors, the API and the dashboard'}>{n.role ? word(n.role) : '–'}</span>
    ),
  },
  { key: 'version', name: 'Version', width: 100, rank: 2, cell: (n) => <span title={n.version ?? undefined}>{release(n.version)}</span> },
  {
    key: 'since',
    name: 'Started',
    width: 110,
    number: true,
    rank: 2,
    cell: (n) => (n.startedAt ? <span title={momentInFull(n.startedAt)}>{moment(n.startedAt)}</span> : '–'),
  },
  { key: 'dashboards', name: 'Dashboards', width: 110, number: true, cell: (n) => count(n.dashboards) },
  { key: 'unsaved', name: 'Unsaved', width: 90, number: true, cell: (n) => count(n.unsaved) },
];
