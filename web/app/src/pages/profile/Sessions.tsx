import { request } from '../../api/http';
import type { OpenSession, Session } from '../../api/types';
import { moment, momentInFull } from '../../format/format';
import { DataTable, type Column } from '../../parts/DataTable';
import { Skeleton } from '../../parts/Skeleton';
import { useRequest } from '../../parts/useRequest';
import { enter } from '../../state/session';
import { Badge } from '../shared/Badge';
import { CommandResult } from '../shared/CommandResult';
import { Panel } from '../shared/Panel';
import { RequestResult } from '../shared/RequestResult';
import { useCommand } from '../shared/useCommand';

const path = '/api/v1/sessions';

/** The person's open sessions, and the ways to end them. */
export function SessionsPanel() {
  const found = useRequest<{ items: OpenSession[] }>(path);
  const command = useCommand();
  const end = (session: OpenSession) =>
    void command.run(async () => {
      await request(`${path}/${session.id}`, { method: 'DELETE' });
      found.reload();
      return `The session of ${session.browser ?? 'an unknown browser'} has ended.`;
    });
  const endOthers = () =>
    void command.run(async () => {
      enter((await request<Session>(path, { method: 'DELETE' })).body);
      found.reload();
      return 'All your other sessions have ended.';
    });
  return (
    <Panel
      title="Open sessions"
      note="A session ends after 12 hours without use, and after 7 days in any case."
      tools={
        <button class="button" type="button" disabled={command.busy} onClick={endOthers}>
          End all others
        </button>
      }
    >
      <CommandResult command={command} />
      <RequestResult request={found} what="Sessions" waiting={<Skeleton rows={2} />}>
        {({ items }) => <DataTable label="Open sessions" rows={items} id={(s) => s.id} ordered columns={columnsOf(end, command.busy)} />}
      </RequestResult>
    </Panel>
  );
}

const columnsOf = (end: (session: OpenSession) => void, busy: boolean): Column<OpenSession>[] => [
  {
    key: 'browser',
    name: 'Browser',
    card: 'title',
    cell: (s) => (
      <>
        {s.browser ?? 'Unknown browser'} {s.current && <Badge>This one</Badge>}
      </>
    ),
  },
  { key: 'address', name: 'Address', width: 150, cell: (s) => s.address ?? '–' },
  {
    key: 'signed-in',
    name: 'Signed in',
    width: 120,
    number: true,
    cell: (s) => <span title={momentInFull(s.signedInAt)}>{moment(s.signedInAt)}</span>,
  },
  {
    key: 'used',
    name: 'Last used',
    width: 120,
    number: true,
    hint: 'Noted every five minutes',
    cell: (s) => (s.current ? 'now' : <span title={momentInFull(s.usedAt)}>{moment(s.usedAt)}</span>),
  },
  {
    key: 'end',
    name: 'End',
    width: 80,
    cell: (s) =>
      !s.current && (
        <button class="button" type="button" disabled={busy} onClick={() => end(s)}>
          End
        </button>
      ),
  },
];
