import { useState } from 'preact/hooks';
import { accountPath } from '../../api/account';
import { post } from '../../api/http';
import type { Account, AccountManagers, ManagerTime } from '../../api/types';
import { momentInFull } from '../../format/format';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { useRequest } from '../../parts/useRequest';
import { statedName } from '../../state/me';
import { may } from '../../state/session';
import { CommandResult } from '../shared/CommandResult';
import { RequestResult } from '../shared/RequestResult';
import { useCommand } from '../shared/useCommand';

/** Who was the account's manager from when on, and a form that sets one over what the sources say. */
export function Managers({ account, again }: { account: Account; again(): void }) {
  const own = accountPath(account.id);
  const found = useRequest<AccountManagers>(`${own}/managers`, `account:${account.id}`);
  const command = useCommand();
  const set = (manager: string | null) =>
    command.run(async () => {
      await post<AccountManagers>(`${own}/manager`, { manager, by: statedName() }, 'PUT');
      found.reload();
      again();
      return manager ? `${manager} is the account manager until somebody changes it here.` : 'The sources decide again.';
    });
  return (
    <RequestResult request={found} what="The account manager">
      {(managers) => (
        <>
          <div class="tab-tools">
            <p class="view-note">
              {managers.byHand
                ? `Set by hand. The sources say ${managers.sourceManager ?? 'nobody'}.`
                : 'As the sources say. What is set by hand counts over them.'}
            </p>
            {may('operate') && managers.byHand && (
              <button class="button" type="button" disabled={command.busy} onClick={() => void set(null)}>
                Use what the sources say
              </button>
            )}
          </div>
          {may('operate') && <SetManager busy={command.busy} onSet={set} />}
          <div class="view-pad-x">
            <CommandResult command={command} />
          </div>
          <DataTable
            label="Account managers"
            rows={managers.items}
            id={(m) => String(m.sequence)}
            ordered
            columns={columns}
            empty={<EmptyState title="Nobody yet">No source names an account manager, and nobody has set one.</EmptyState>}
          />
        </>
      )}
    </RequestResult>
  );
}

function SetManager({ busy, onSet }: { busy: boolean; onSet(manager: string): Promise<boolean> }) {
  const [name, setName] = useState('');
  return (
    <form
      class="ask view-pad"
      onSubmit={(e) => {
        e.preventDefault();
        void onSet(name.trim()).then((ok) => ok && setName(''));
      }}
    >
      <label>
        Account manager
        <input
          class="field"
          value={name}
          required
          maxLength={200}
          placeholder="A name, as your sources write it"
          autocomplete="off"
          onInput={(e) => setName(e.currentTarget.value)}
        />
      </label>
      <div class="action-row">
        <button class="button button-main" type="submit" disabled={busy || !name.trim()}>
          Set
        </button>
      </div>
    </form>
  );
}

const columns: Column<ManagerTime>[] = [
  { key: 'manager', name: 'Account manager', card: 'title', cell: (m) => <b>{m.manager ?? 'Nobody'}</b> },
  { key: 'from', name: 'From', width: 170, number: true, cell: (m) => momentInFull(m.from) },
  { key: 'to', name: 'Until', width: 170, number: true, cell: (m) => (m.to ? momentInFull(m.to) : 'now') },
  {
    key: 'by',
    name: 'Set by',
    cell: (m) => (m.by ? `${m.by}, by hand` : m.byHand ? 'By hand' : (m.sender ?? m.source)),
  },
];
