import { useState } from 'preact/hooks';
import type { InvitedUser, Role, User } from '../../api/types';
import { counted, day } from '../../format/format';
import { roleLine, roleName } from '../../state/roles';
import { DataTable, type Column } from '../../parts/DataTable';
import { Icon } from '../../parts/Icon';
import { Skeleton } from '../../parts/Skeleton';
import { useRequest } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import { session, user as self } from '../../state/session';
import { viewWith } from '../../state/url';
import { NameCell } from '../shared/cells';
import { PageHeader } from '../shared/PageHeader';
import type { PageProps } from '../shared/pageProps';
import { Panel } from '../shared/Panel';
import { RequestResult } from '../shared/RequestResult';
import '../shared/shared.css';
import './access.css';
import { RequiredSecondFactor } from './RequiredSecondFactor';
import { ShownOnce } from './ShownOnce';
import { AddUser, EditUser } from './UserDialogs';
import { UserState } from './UserState';

/** The people who sign in: add, change, disable and remove them, and hand out links. */
export function UsersPage({ settings }: PageProps) {
  return session.value?.hasUsers ? <UserList open={settings['id'] ?? null} /> : <NoUsers title="Users" />;
}

function UserList({ open }: { open: string | null }) {
  const found = useRequest<{ items: User[]; secondFactorRoles: Role[] }>('/api/v1/users');
  const [adding, setAdding] = useState(false);
  const [invited, setInvited] = useState<InvitedUser | null>(null);
  const close = () => updateSettings({ id: '' }, 'replace');
  const edited = open && found.data?.items.find((u) => u.id === open);
  return (
    <div class="page view">
      <PageHeader title="Users" sub={found.data && counted(found.data.items.length, 'person', 'people')}>
        <button class="button button-main" type="button" onClick={() => setAdding(true)}>
          <Icon name="plus" />
          <span>Add a user</span>
        </button>
      </PageHeader>
      <RequestResult request={found} what="Users" waiting={<Skeleton rows={6} />}>
        {({ items, secondFactorRoles }) => (
          <>
            <section class="panel tab-body" aria-label="Users">
              <DataTable
                label="Users"
                rows={items}
                id={(u) => u.id}
                columns={columns}
                open={open}
                to={(u) => viewWith('users', { id: u.id })}
              />
            </section>
            <RequiredSecondFactor required={secondFactorRoles} onDone={found.reload} />
          </>
        )}
      </RequestResult>
      {adding && (
        <AddUser
          onClose={() => setAdding(false)}
          onDone={(added) => {
            setAdding(false);
            setInvited(added);
            found.reload();
          }}
        />
      )}
      {edited && (
        <EditUser
          key={edited.id}
          user={edited}
          onClose={close}
          onDone={(renewed) => {
            close();
            setInvited(renewed);
            found.reload();
          }}
        />
      )}
      {invited?.link && (
        <ShownOnce
          title={`Link for ${invited.user.displayName}`}
          text={`Send this link to ${invited.user.displayName}. It lets them choose a password and signs them in.`}
          label="Link"
          value={invited.link}
          until={invited.linkExpiresAt}
          onClose={() => setInvited(null)}
        />
      )}
    </div>
  );
}

export const NoUsers = ({ title }: { title: string }) => (
  <div class="page view">
    <PageHeader title={title} />
    <Panel title="There are no users yet">
      <div class="view-pad first-user">
        <p>
          Anybody on this machine can read and change everything, and other machines cannot connect unless you have allowed it. With the
          first user, everybody has to sign in, and each person sees and does what their role allows. The first user is an administrator,
          who adds the others here.
        </p>
        <ul>
          <li>
            Open the link that the server printed when it started. It contains <code>/app/first-user</code> and works once.
          </li>
          <li>
            Or run <code>onelead users add NAME --role administrator</code> on this machine, which prints a link to choose a password.
          </li>
        </ul>
      </div>
    </Panel>
  </div>
);

const columns: Column<User>[] = [
  {
    key: 'name',
    name: 'Name',
    card: 'title',
    cell: (u) => <NameCell name={`${u.displayName}${u.id === self.value?.id ? ' (you)' : ''}`} sub={u.name} />,
    sort: (u) => u.displayName,
  },
  {
    key: 'role',
    name: 'Role',
    cell: (u) => (
      <span class="two" title={roleLine(u.role)}>
        <span>{roleName(u.role)}</span>
        {u.territories.length > 0 && <small>{u.territories.join(', ')}</small>}
        {u.role === 'account_manager' && u.knownAs.length > 0 && <small>{u.knownAs.join(', ')}</small>}
      </span>
    ),
    sort: (u) => roleName(u.role),
  },
  { key: 'state', name: 'State', width: 130, cell: (u) => <UserState state={u.state} />, sort: (u) => u.state },
  {
    key: 'factor',
    name: 'Second factor',
    width: 130,
    rank: 2,
    cell: (u) => (u.secondFactor ? 'On' : <span class="aside">Off</span>),
    sort: (u) => Number(u.secondFactor),
  },
  { key: 'added', name: 'Added', width: 120, number: true, rank: 2, cell: (u) => day(u.createdAt), sort: (u) => u.createdAt },
];
