import { useState } from 'preact/hooks';
import type { Key, NewKey } from '../../api/types';
import { counted, day, momentInFull } from '../../format/format';
import { permissionText, roleLine, roleName } from '../../state/roles';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Icon } from '../../parts/Icon';
import { Skeleton } from '../../parts/Skeleton';
import { useRequest } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import { session } from '../../state/session';
import { viewWith } from '../../state/url';
import { Badge } from '../shared/Badge';
import { PageHeader } from '../shared/PageHeader';
import type { PageProps } from '../shared/pageProps';
import { RequestResult } from '../shared/RequestResult';
import '../shared/shared.css';
import './access.css';
import { AddKey, ShowKey } from './KeyDialogs';
import { ShownOnce } from './ShownOnce';
import { NoUsers } from './Users';

/** The keys of programs: add, replace and remove them. */
export function KeysPage({ settings }: PageProps) {
  return session.value?.hasUsers ? <KeyList open={settings['id'] ?? null} /> : <NoUsers title="Keys" />;
}

function KeyList({ open }: { open: string | null }) {
  const found = useRequest<{ items: Key[] }>('/api/v1/keys');
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<NewKey | null>(null);
  const shown = open && found.data?.items.find((k) => k.id === open);
  const close = () => updateSettings({ id: '' }, 'replace');
  return (
    <div class="page view">
      <PageHeader title="Keys" sub={found.data?.items.length ? counted(found.data.items.length, 'key') : undefined}>
        <button class="button button-main" type="button" onClick={() => setAdding(true)}>
          <Icon name="plus" />
          <span>Add a key</span>
        </button>
      </PageHeader>
      <RequestResult request={found} what="Keys" waiting={<Skeleton rows={4} />}>
        {({ items }) => (
          <section class="panel tab-body" aria-label="Keys">
            <DataTable
              label="Keys"
              rows={items}
              id={(k) => k.id}
              columns={columns}
              open={open}
              to={(k) => viewWith('keys', { id: k.id })}
              empty={
                <EmptyState icon="key" title="No program has a key">
                  Programs send a key with each request: <code>Authorization: Bearer KEY</code>. A key has a role, as a person has, and can
                  be limited to a part of it. People sign in and need none.
                </EmptyState>
              }
            />
          </section>
        )}
      </RequestResult>
      {adding && (
        <AddKey
          onClose={() => setAdding(false)}
          onDone={(key) => {
            setAdding(false);
            setMade(key);
            found.reload();
          }}
        />
      )}
      {shown && (
        <ShowKey
          key={shown.id}
          shown={shown}
          onClose={close}
          onDone={(key) => {
            close();
            setMade(key);
            found.reload();
          }}
        />
      )}
      {made && (
        <ShownOnce
          title={`Key ${made.key.name}`}
          text="Give this key to the program. It sends it as Authorization: Bearer KEY."
          label="Key"
          value={made.secret}
          until={made.key.expiresAt}
          onClose={() => setMade(null)}
        />
      )}
    </div>
  );
}

const scopesText = (key: Key) => (key.scopes.length ? key.scopes.map(permissionText).join(', ') : 'All that the role may do');

const columns: Column<Key>[] = [
  { key: 'name', name: 'Name', card: 'title', cell: (k) => <b>{k.name}</b>, sort: (k) => k.name },
  {
    key: 'role',
    name: 'Role',
    width: 180,
    cell: (k) => <span title={roleLine(k.role)}>{roleName(k.role)}</span>,
    sort: (k) => roleName(k.role),
  },
  { key: 'scopes', name: 'May', rank: 2, cell: (k) => <span title={scopesText(k)}>{scopesText(k)}</span> },
  {
    key: 'state',
    name: 'State',
    width: 120,
    cell: (k) =>
      k.state === 'active' ? (
        <Badge tone="good" icon="check">
          Active
        </Badge>
      ) : (
        <Badge tone="critical" icon="clock" title="Replace it, or remove it.">
          Expired
        </Badge>
      ),
    sort: (k) => k.state,
  },
  {
    key: 'expires',
    name: 'Expires',
    width: 120,
    number: true,
    cell: (k) => (k.expiresAt ? <span title={momentInFull(k.expiresAt)}>{day(k.expiresAt)}</span> : <span class="aside">never</span>),
    sort: (k) => k.expiresAt,
  },
  { key: 'made', name: 'Made', width: 120, number: true, rank: 2, cell: (k) => day(k.createdAt), sort: (k) => k.createdAt },
];
