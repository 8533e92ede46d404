import { useState } from 'preact/hooks';
import type { Account, AccountDetail, Decision } from '../../api/types';
import { mergeAccount, undoLink, unmergeAccount } from '../../api/account';
import { count, momentInFull } from '../../format/format';
import { keyText } from '../../format/keys';
import { DataTable, type Column } from '../../parts/DataTable';
import { Icon } from '../../parts/Icon';
import { useRequest } from '../../parts/useRequest';
import { may } from '../../state/session';
import { navigate } from '../../state/router';
import { accountAt } from '../../state/url';
import { AccountPicker } from '../shared/AccountPicker';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { matchReason } from '../shared/matchReasons';
import { CommandResult } from '../shared/CommandResult';
import { useCommand } from '../shared/useCommand';

interface Row {
  key: string;
  decision: Decision | null;
}

const isMerge = (d: Decision | null) => d?.rule.startsWith('merge') ?? false;

/** The names and keys of this account in the sources, why they were matched, and commands to split or merge them. */
export function NamesAndKeys({ detail, again: reload }: { detail: AccountDetail; again(): void }) {
  const { account, keys } = detail;
  const { data, reload: readDecisions } = useRequest<{ decisions: Decision[] }>(may('read_operations') ? '/api/v1/reconciliation' : null);
  const [merging, setMerging] = useState(false);
  const command = useCommand();
  const rows: Row[] = keys.map((key) => ({
    key,
    decision: (data?.decisions ?? [])
      .filter((d) => d.key === key)
      .reduce<Decision | null>((a, d) => (!a || d.sequence > a.sequence ? d : a), null),
  }));
  const done = () => {
    reload();
    readDecisions();
  };
  const split = ({ key, decision }: Row) =>
    void command
      .run(async () => {
        await (isMerge(decision) ? unmergeAccount(key) : undoLink(key));
        return `${keyText(key)} is a separate account again, until somebody links or merges it.`;
      })
      .then((ok) => ok && done());

  const columns: Column<Row>[] = [
    {
      key: 'key',
      name: 'Source name or key',
      card: 'title',
      cell: ({ key }) => (
        <span class="two">
          <b>{keyText(key)}</b>
          <small class="mono">{key}</small>
        </span>
      ),
      sort: ({ key }) => keyText(key),
    },
    {
      key: 'why',
      name: 'Matched by',
      cell: ({ key, decision }) => (
        <span class="two">
          <span>{decision ? matchReason(decision.rule) : key === account.id ? 'the account’s own key' : 'no decision recorded'}</span>
          <small>
            {decision?.matched && <>matched {decision.matched}</>}
            {decision?.similarity != null && <>, {decision.similarity} of 100 alike</>}
            {decision?.by && <>, by {decision.by}</>}
          </small>
        </span>
      ),
      sort: ({ decision }) => decision?.rule ?? '',
    },
    {
      key: 'at',
      name: 'Decided',
      width: 150,
      rank: 2,
      cell: ({ decision }) => <span class="num">{decision ? momentInFull(decision.at) : '–'}</span>,
      sort: ({ decision }) => decision?.at ?? null,
    },
    {
      key: 'sequence',
      name: 'Journal',
      width: 84,
      number: true,
      rank: 3,
      cell: ({ decision }) => (decision ? count(decision.sequence) : '–'),
      sort: ({ decision }) => decision?.sequence ?? null,
    },
    {
      key: 'undo',
      name: '',
      width: 132,
      cell: (row) =>
        may('operate') &&
        row.key !== account.id && (
          <button class="button button-quiet" type="button" disabled={command.busy} onClick={() => split(row)}>
            <Icon name="undo" />
            <span>{isMerge(row.decision) ? 'Unmerge' : 'Split'}</span>
          </button>
        ),
    },
  ];
  return (
    <>
      <div class="tab-tools">
        <p class="view-note">
          Scores are computed from the records of all these names and keys. A split or a merge can be undone: both accounts are then
          computed as if it had not happened.
        </p>
        {may('operate') && (
          <button class="button" type="button" onClick={() => setMerging(true)}>
            <Icon name="link" />
            <span>Merge into another account</span>
          </button>
        )}
      </div>
      <div class="view-pad-x">
        <CommandResult command={command} />
      </div>
      <DataTable label="Names and keys" rows={rows} id={(r) => r.key} columns={columns} />
      {merging && <Merge account={account} onClose={() => setMerging(false)} />}
    </>
  );
}

function Merge({ account, onClose }: { account: Account; onClose(): void }) {
  const [into, setInto] = useState<Account | null>(null);
  return (
    <ConfirmDialog
      title={`Merge ${account.name}`}
      button="Merge"
      ready={into !== null}
      work={() => mergeAccount(account.id, into!.id)}
      onDone={() => navigate(accountAt(into!.id, { tab: 'identity' }))}
      onClose={onClose}
    >
      <p>
        All records of this account move to the other account, and its scores are computed from all of them. The leads keep their status and
        history. Undo it there under Names and keys.
      </p>
      <AccountPicker label="Target account" chosen={into} onChoose={setInto} except={account.id} />
    </ConfirmDialog>
  );
}
