import type { ActionRequired, Credit, Ending, Expired, Lead } from '../../api/types';
import { count, counted, day, dayAway, daysText, plain, score, today } from '../../format/format';
import { subjectName } from '../../format/subject';
import { knownAmount } from '../../format/sums';
import { percent } from '../../format/units';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { StatTile } from '../../parts/StatTile';
import { PriorityMark } from '../../parts/PriorityMark';
import { Tabs } from '../../parts/Tabs';
import { useSortOrder } from '../../parts/useSortOrder';
import { useRequest } from '../../parts/useRequest';
import { Money } from '../../parts/Money';
import { valuesOf } from '../../state/leadValues';
import { route, updateSettings } from '../../state/router';
import { isBare, accountAt, leadsWith, viewWith, type Route, type Settings } from '../../state/url';
import type { PageProps } from '../shared/pageProps';
import { AccountName, DateCell, Days, NameCell, TerritoryCell } from '../shared/cells';
import { ReportPage } from '../shared/ReportPage';
import { TerritoryFilter } from '../shared/TerritoryFilter';
import { Meter } from '../shared/Meter';
import { currentTab } from '../shared/tabs';
import '../shared/shared.css';

const most = 200;

/** What needs attention now, by account. */
export function ActionPage({ settings }: PageProps) {
  const territory = settings['territory'] ? `&territory=${encodeURIComponent(settings['territory'])}` : '';
  const found = useRequest<ActionRequired>(`/api/v1/action-required?limit=${most}${territory}`, 'portfolio');
  return (
    <ReportPage
      title="Action required"
      sub={found.data?.asOf && `What needs attention, as of ${day(found.data.asOf)}`}
      tools={<TerritoryFilter value={settings['territory']} />}
      request={found}
    >
      {(data) => <Whole data={data} settings={settings} />}
    </ReportPage>
  );
}

function Whole({ data, settings }: { data: ActionRequired; settings: Settings }) {
  const { expired, ending, credits, untouched } = data;
  const asOf = data.asOf ?? today();
  const worst = expired.items[0];
  const next = [...ending.items].sort((a, b) => a.days - b.days)[0];
  const unused = credits.items.reduce((n, c) => n + c.purchased - c.delivered, 0);
  const oldest = untouched.items.reduce((n, u) => Math.max(n, u.days), 0);
  const tabs = [
    { key: 'expired', name: 'Past end of life', count: expired.total },
    { key: 'ending', name: 'Ending soon', count: ending.total },
    { key: 'credits', name: 'Unused credits', count: credits.total },
    { key: 'untouched', name: 'Untouched leads', count: untouched.total },
  ];
  const { tab, paramOf } = currentTab(tabs, settings);
  const at = (key: string) => viewWith('action', { ...settings, tab: paramOf(key), sort: '' });
  return (
    <>
      <section class="panel figures" aria-label="Figures">
        <StatTile
          name="Accounts past end of life"
          note={worst ? `worst: ${worst.account.name}, ${daysText(worst.worstDays ?? 0, asOf)}` : 'none'}
          to={at('expired')}
          {...(expired.total ? { tone: 'critical' as const } : {})}
        >
          {count(expired.total)}
        </StatTile>
        <StatTile
          name="Contracts and support ending"
          note={next ? `next: ${dayAway(next.end, asOf)}` : 'none within notice'}
          to={at('ending')}
          {...(ending.total ? { tone: 'high' as const } : {})}
        >
          {count(ending.total)}
        </StatTile>
        <StatTile
          name="Credits under 70 % used"
          note={credits.items.length ? `${plain(unused)} credits unused` : 'none'}
          to={at('credits')}
        >
          {count(credits.total)}
        </StatTile>
        <StatTile
          name="Leads untouched for 30 days"
          note={untouched.items.length ? `the oldest for ${daysText(oldest, asOf)}` : 'none untouched'}
          to={at('untouched')}
        >
          {count(untouched.total)}
        </StatTile>
      </section>
      <Tabs
        label="What needs attention"
        tabs={tabs}
        selected={tab}
        onChoose={(key) => updateSettings({ tab: paramOf(key), sort: '' }, 'replace')}
      >
        <div class="panel tab-body">
          {tab === 'expired' && <ExpiredTable rows={expired.items} total={expired.total} asOf={asOf} settings={settings} />}
          {tab === 'ending' && <EndingTable rows={ending.items} total={ending.total} asOf={data.asOf} settings={settings} />}
          {tab === 'credits' && <CreditTable rows={credits.items} total={credits.total} asOf={data.asOf} settings={settings} />}
          {tab === 'untouched' && <UntouchedTable rows={untouched.items} total={untouched.total} asOf={asOf} settings={settings} />}
        </div>
      </Tabs>
    </>
  );
}

/** Says that only the first rows are shown. */
const Rest = ({ shown, total, what }: { shown: number; total: number; what: string }) =>
  shown < total ? <p class="list-end">{`The first ${count(shown)} of ${counted(total, what)}`}</p> : null;

const expiredColumns = (asOf: string): Column<Expired>[] => [
  { key: 'account', name: 'Account', card: 'title', cell: (r) => <AccountName account={r.account} />, sort: (r) => r.account.name },
  { key: 'territory', name: 'Territory', width: 110, rank: 2, cell: (r) => <TerritoryCell id={r.territory} />, sort: (r) => r.territory },
  {
    key: 'expired',
    name: 'Items past end of life',
    number: true,
    width: 170,
    descending: true,
    cell: (r) => count(r.expired),
    sort: (r) => r.expired,
  },
  {
    key: 'days',
    name: 'Worst',
    number: true,
    width: 150,
    descending: true,
    cell: (r) => (r.worstDays == null ? '–' : <Days days={r.worstDays} asOf={asOf} />),
    sort: (r) => r.worstDays,
  },
  {
    key: 'value',
    name: 'Revenue at risk',
    number: true,
    width: 150,
    descending: true,
    hint: 'The contract values of these items. +? means that some are unknown.',
    cell: (r) => <Money sum={r.valueAtRisk} of="item" />,
    sort: (r) => knownAmount(r.valueAtRisk),
  },
  {
    key: 'estimate',
    name: 'Estimated',
    number: true,
    width: 120,
    rank: 2,
    descending: true,
    hint: 'The highest lead estimates of the items without a contract value.',
    cell: (r) => <Money sum={r.estimatedAtRisk} of="item" />,
    sort: (r) => knownAmount(r.estimatedAtRisk),
  },
];

function ExpiredTable({ rows, total, asOf, settings }: { rows: Expired[]; total: number; asOf: string; settings: Settings }) {
  const order = useSortOrder(settings, { key: 'days', descending: true });
  return (
    <DataTable
      label="Accounts with items past end of life"
      rows={rows}
      id={(r) => r.account.id}
      columns={expiredColumns(asOf)}
      {...order}
      to={(r) => accountAt(r.account.id, { tab: 'items', sort: 'life' })}
      empty={
        <EmptyState icon="check" title="No item is known to be past its end of life">
          Items without an end-of-life date are not counted.
        </EmptyState>
      }
      after={<Rest shown={rows.length} total={total} what="account" />}
    />
  );
}

function EndingTable({ rows, total, asOf, settings }: { rows: Ending[]; total: number; asOf: string | null; settings: Settings }) {
  const order = useSortOrder(settings, { key: 'end', descending: false });
  const columns: Column<Ending>[] = [
    {
      key: 'account',
      name: 'Account',
      card: 'title',
      cell: (r) => <AccountName account={r.account} territory={r.territory} />,
      sort: (r) => r.account?.name ?? null,
    },
    {
      key: 'name',
      name: 'Contract or item',
      cell: (r) => (
        <span class="two">
          <span>{r.name || r.id}</span>
          <small>{r.kind === 'contract' ? 'Contract' : 'Support of an item'}</small>
        </span>
      ),
      sort: (r) => r.name,
    },
    { key: 'end', name: 'Ends', width: 140, cell: (r) => <DateCell date={r.end} asOf={asOf} />, sort: (r) => r.end },
    {
      key: 'notice',
      name: 'Notice',
      width: 100,
      number: true,
      rank: 2,
      hint: 'The contract’s notice period, or 90 days',
      cell: (r) => counted(r.noticeDays, 'day'),
      sort: (r) => r.noticeDays,
    },
    {
      key: 'value',
      name: 'Value',
      width: 110,
      number: true,
      descending: true,
      cell: (r) => <Money amount={r.value?.amount} currency={r.value?.currency} />,
      sort: (r) => r.value?.amount ?? null,
    },
  ];
  return (
    <DataTable
      label="Contracts and support ending"
      rows={rows}
      id={(r) => `${r.kind}:${r.id}`}
      columns={columns}
      {...order}
      to={(r): Route =>
        r.account
          ? accountAt(r.account.id, { tab: r.kind === 'contract' ? 'contracts' : 'items' })
          : viewWith('explore', { kind: r.kind === 'contract' ? 'contract' : 'item' })
      }
      empty={
        <EmptyState icon="check" title="Nothing is known to end soon">
          No contract ends within its notice period, and no item's support ends within 90 days. Without an end date nobody can tell.
        </EmptyState>
      }
      after={<Rest shown={rows.length} total={total} what="ending" />}
    />
  );
}

function CreditTable({ rows, total, asOf, settings }: { rows: Credit[]; total: number; asOf: string | null; settings: Settings }) {
  const order = useSortOrder(settings, { key: 'end', descending: false });
  const columns: Column<Credit>[] = [
    {
      key: 'account',
      name: 'Account',
      card: 'title',
      cell: (r) => <AccountName account={r.account} territory={r.territory} />,
      sort: (r) => r.account?.name ?? null,
    },
    { key: 'name', name: 'Credits', cell: (r) => r.name || r.id, sort: (r) => r.name },
    {
      key: 'used',
      name: 'Used',
      width: 170,
      cell: (r) => (
        <Meter share={r.utilization} tone={r.utilization < 0.4 ? 'critical' : 'high'}>
          {percent(r.utilization)}
        </Meter>
      ),
      sort: (r) => r.utilization,
    },
    {
      key: 'unused',
      name: 'Unused',
      width: 96,
      number: true,
      descending: true,
      cell: (r) => plain(r.purchased - r.delivered),
      sort: (r) => r.purchased - r.delivered,
    },
    {
      key: 'purchased',
      name: 'Purchased',
      width: 106,
      number: true,
      descending: true,
      rank: 2,
      cell: (r) => plain(r.purchased),
      sort: (r) => r.purchased,
    },
    { key: 'end', name: 'Expire', width: 140, cell: (r) => <DateCell date={r.contractEnd} asOf={asOf} />, sort: (r) => r.contractEnd },
  ];
  return (
    <DataTable
      label="Unused service credits"
      rows={rows}
      id={(r) => r.id}
      columns={columns}
      {...order}
      to={(r): Route => (r.account ? accountAt(r.account.id, { tab: 'contracts' }) : viewWith('explore', { kind: 'service_credit' }))}
      empty={
        <EmptyState icon="check" title="No unused credits">
          No unexpired credit is less than 70 % used.
        </EmptyState>
      }
      after={<Rest shown={rows.length} total={total} what="credit" />}
    />
  );
}

function UntouchedTable({
  rows,
  total,
  asOf,
  settings,
}: {
  rows: { lead: Lead; days: number }[];
  total: number;
  asOf: string;
  settings: Settings;
}) {
  const order = useSortOrder(settings, { key: 'score', descending: true });
  const at = route.value;
  const columns: Column<{ lead: Lead; days: number }>[] = [
    {
      key: 'product',
      name: 'Lead',
      card: 'title',
      cell: ({ lead }) => <NameCell name={subjectName(lead)} sub={word(lead.type)} />,
      sort: ({ lead }) => subjectName(lead),
    },
    {
      key: 'priority',
      name: 'Priority',
      width: 110,
      descending: true,
      cell: ({ lead }) => <PriorityMark priority={lead.priority} />,
      sort: ({ lead }) => ['low', 'medium', 'high', 'critical'].indexOf(lead.priority),
    },
    {
      key: 'score',
      name: 'Score',
      width: 80,
      number: true,
      descending: true,
      cell: ({ lead }) => score(lead.score),
      sort: ({ lead }) => lead.score,
    },
    { key: 'account', name: 'Account', rank: 2, cell: ({ lead }) => lead.account.name, sort: ({ lead }) => lead.account.name },
    {
      key: 'days',
      name: 'Untouched',
      width: 130,
      number: true,
      descending: true,
      cell: ({ days }) => <Days days={days} asOf={asOf} />,
      sort: ({ days }) => days,
    },
    {
      key: 'assignee',
      name: 'With',
      width: 120,
      rank: 3,
      cell: ({ lead }) => lead.assignee ?? <span class="aside">nobody</span>,
      sort: ({ lead }) => lead.assignee ?? null,
    },
    {
      key: 'value',
      name: 'Value',
      width: 120,
      number: true,
      rank: 2,
      descending: true,
      cell: ({ lead }) => <Money range={lead.estimatedValue} />,
      sort: ({ lead }) => lead.estimatedValue?.max ?? null,
    },
  ];
  const values = valuesOf(rows.map(({ lead }) => lead));
  return (
    <DataTable
      label="Untouched leads"
      rows={rows}
      id={({ lead }) => lead.id}
      columns={columns}
      {...order}
      open={at.lead}
      to={({ lead }) => (isBare(at) ? leadsWith({}) : { ...at, lead: lead.id })}
      empty={
        <EmptyState icon="check" title="No untouched leads">
          No open lead has gone 30 days without a change.
        </EmptyState>
      }
      after={
        <>
          {knownAmount(values) !== null && rows.length > 0 && (
            <p class="list-end">
              Worth up to <Money sum={values} of="item" /> together
            </p>
          )}
          <Rest shown={rows.length} total={total} what="lead" />
        </>
      }
    />
  );
}
