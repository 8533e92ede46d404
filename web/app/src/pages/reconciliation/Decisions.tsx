import type { Decision } from '../../api/types';
import { undoLink, unmergeAccount } from '../../api/account';
import { count, counted, moment, momentInFull } from '../../format/format';
import { keyText } from '../../format/keys';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { useSortOrder } from '../../parts/useSortOrder';
import { updateSettings } from '../../state/router';
import { accountAt, type Settings } from '../../state/url';
import { matchReason } from '../shared/matchReasons';
import { UrlSearchField } from '../shared/UrlSearchField';
import { Select } from '../shared/Select';
import { CommandResult } from '../shared/CommandResult';
import { useCommand } from '../shared/useCommand';

const byHand = new Set(['manual', 'merge', 'unmerge']);

/** The decisions about names, by a rule or by a person, with undo. */
export function Decisions({ decisions, settings, again: reload }: { decisions: Decision[]; settings: Settings; again(): void }) {
  const order = useSortOrder(settings, { key: 'sequence', descending: true });
  const command = useCommand();
  const text = (settings['text'] ?? '').toLowerCase();
  const rule = settings['rule'] ?? '';
  const rules = [...new Set(decisions.map((d) => d.rule))].sort();
  const shown = decisions.filter(
    (d) =>
      (!rule || d.rule === rule) &&
      (!text || [d.key, keyText(d.key), keyText(d.to), d.name, d.matched].some((t) => t?.toLowerCase().includes(text))),
  );
  const undo = (d: Decision) =>
    void command
      .run(async () => {
        await (d.rule === 'merge' ? unmergeAccount(d.key) : undoLink(d.key));
        return `${keyText(d.key)} is a separate account again, until somebody links or merges it.`;
      })
      .then((ok) => ok && reload());
  const columns: Column<Decision>[] = [
    {
      key: 'key',
      name: 'Source name or key',
      card: 'title',
      cell: (d) => (
        <span class="two">
          <b>{d.name ?? keyText(d.key)}</b>
          <small class="mono" title={d.key}>
            {d.key}
          </small>
        </span>
      ),
      sort: (d) => d.name ?? keyText(d.key),
    },
    {
      key: 'to',
      name: 'belongs to',
      cell: (d) =>
        d.to === d.key ? (
          <span class="aside">itself</span>
        ) : (
          <Link to={accountAt(d.to, { tab: 'identity' })} class="text-link">
            {d.matched ?? keyText(d.to)}
          </Link>
        ),
      sort: (d) => d.matched ?? keyText(d.to),
    },
    {
      key: 'rule',
      name: 'by',
      width: 230,
      cell: (d) => (
        <span class="two">
          <span>{matchReason(d.rule)}</span>
          <small>
            {[d.similarity != null && `${d.similarity} of 100 alike`, d.by && byHand.has(d.rule) && `by ${d.by}`]
              .filter(Boolean)
              .join(', ')}
          </small>
        </span>
      ),
      sort: (d) => d.rule,
    },
    {
      key: 'at',
      name: 'Decided',
      width: 100,
      rank: 2,
      descending: true,
      cell: (d) => (
        <span class="num" title={momentInFull(d.at)}>
          {moment(d.at)}
        </span>
      ),
      sort: (d) => d.at,
    },
    {
      key: 'sequence',
      name: 'Journal',
      width: 84,
      number: true,
      rank: 3,
      descending: true,
      cell: (d) => count(d.sequence),
      sort: (d) => d.sequence,
    },
    {
      key: 'undo',
      name: '',
      width: 132,
      cell: (d) =>
        d.to !== d.key && (
          <button class="button button-quiet" type="button" disabled={command.busy} onClick={() => undo(d)}>
            <Icon name="undo" />
            <span>Undo</span>
          </button>
        ),
    },
  ];
  return (
    <section class="panel tab-body" aria-label="Decisions">
      <div class="tab-tools tools-pad">
        <UrlSearchField value={settings['text']} label="Name or key" />
        <Select
          label="Rule"
          value={rule}
          options={[['', 'anything'], ...rules.map((r) => [r, matchReason(r)] as const)]}
          onChoose={(r) => updateSettings({ rule: r }, 'replace')}
        />
        <p class="aside">
          {shown.length === decisions.length
            ? counted(decisions.length, 'decision')
            : `${count(shown.length)} of ${counted(decisions.length, 'decision')}`}
        </p>
      </div>
      <div class="view-pad-x">
        <CommandResult command={command} />
      </div>
      <DataTable
        label="Decisions"
        rows={shown}
        id={(d) => `${d.sequence}:${d.key}`}
        columns={columns}
        {...order}
        empty={
          <EmptyState icon="search" title="No decisions match">
            No decision has this text in its name or key.
          </EmptyState>
        }
      />
    </section>
  );
}
