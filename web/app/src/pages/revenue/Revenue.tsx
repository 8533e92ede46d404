import type { Opportunity, RevenueFocus, Stage } from '../../api/types';
import { count, counted, day, money, plain } from '../../format/format';
import { addMoney, weightedSum } from '../../format/sums';
import { percent } from '../../format/units';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { StatTile } from '../../parts/StatTile';
import { Tabs } from '../../parts/Tabs';
import { useSortOrder } from '../../parts/useSortOrder';
import { useRequest } from '../../parts/useRequest';
import { Money } from '../../parts/Money';
import { updateSettings } from '../../state/router';
import { accountAt, viewWith, type Route, type Settings } from '../../state/url';
import type { PageProps } from '../shared/pageProps';
import { AccountCell, DateCell, NameCell } from '../shared/cells';
import { ReportPage } from '../shared/ReportPage';
import { Meter } from '../shared/Meter';
import { Panel } from '../shared/Panel';
import { Select } from '../shared/Select';
import { currentTab } from '../shared/tabs';
import { TerritoryFilter } from '../shared/TerritoryFilter';
import '../shared/shared.css';
import './revenue.css';

const amounts = [50_000, 100_000, 250_000, 500_000, 1_000_000];
const chances = [0.5, 0.6, 0.7, 0.8, 0.9];
const spans = [30, 60, 90, 180, 365];

/** The large, likely and soon closing opportunities. */
export function RevenuePage({ settings }: PageProps) {
  const minAmount = Number(settings['min'] ?? 100_000);
  const minProbability = Number(settings['chance'] ?? 0.7);
  const within = Number(settings['within'] ?? 90);
  const parameters = new URLSearchParams({
    minAmount: String(minAmount),
    minProbability: String(minProbability),
    within: String(within),
    limit: '200',
  });
  if (settings['territory']) parameters.set('territory', settings['territory']);
  const found = useRequest<RevenueFocus>(`/api/v1/revenue-focus?${parameters}`, 'portfolio');
  const pick = (name: string, usual: number) => (value: string) =>
    updateSettings({ [name]: Number(value) === usual ? '' : value }, 'replace');
  return (
    <ReportPage
      title="Revenue focus"
      sub={found.data?.asOf && `Open opportunities as of ${day(found.data.asOf)}`}
      request={found}
      filters={
        <div class="view-filters">
          <Select
            label="Above"
            value={String(minAmount)}
            options={options(amounts, minAmount, (n) => money(n, null))}
            onChoose={pick('min', 100_000)}
          />
          <Select
            label="Probability above"
            value={String(minProbability)}
            options={options(chances, minProbability, percent)}
            onChoose={pick('chance', 0.7)}
          />
          <Select
            label="Closing within"
            value={String(within)}
            options={options(spans, within, (n) => counted(n, 'day'))}
            onChoose={pick('within', 90)}
          />
          <TerritoryFilter value={settings['territory']} />
        </div>
      }
    >
      {(data) => <Whole data={data} settings={settings} />}
    </ReportPage>
  );
}

/** The usual options and the one in the address. */
const options = (usual: readonly number[], chosen: number, words: (n: number) => string) =>
  [...new Set([...usual, chosen])]
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
    .map((n) => [String(n), words(n)] as const);

const total = (rows: readonly Opportunity[], currency: string) =>
  addMoney(
    rows.map((o) => o.weighted),
    currency,
  );

function Whole({ data, settings }: { data: RevenueFocus; settings: Settings }) {
  const { opportunities, stages, pipeline, closing, accounts } = data;
  const { currency, unknown } = pipeline;
  const tabs = [
    { key: 'large', name: 'Large and likely', count: opportunities.total },
    { key: 'accounts', name: 'Top three per account', count: accounts.total },
    { key: 'closing', name: 'Closing soon', count: closing.total },
  ];
  const { tab, paramOf } = currentTab(tabs, settings);
  const at = (key: string) => viewWith('revenue', { ...settings, tab: paramOf(key) });
  return (
    <>
      <section class="panel figures" aria-label="Figures">
        <StatTile
          name="Large and likely"
          note={
            <>
              above <Money amount={data.minAmount} currency={currency} />, with a probability above {percent(data.minProbability)}
            </>
          }
          to={at('large')}
        >
          {count(opportunities.total)}
        </StatTile>
        <StatTile
          name="Weighted value"
          note={opportunities.items.length < opportunities.total ? `of the first ${opportunities.items.length}` : 'amount × probability'}
        >
          <Money sum={total(opportunities.items, currency)} of="opportunity" />
        </StatTile>
        <StatTile
          name={`Closing within ${counted(data.within, 'day')}`}
          note={
            <>
              <Money sum={total(closing.items, currency)} of="opportunity" /> weighted
            </>
          }
          to={at('closing')}
        >
          {count(closing.total)}
        </StatTile>
        <StatTile
          name="Total weighted pipeline"
          note={`${count(pipeline.openOpportunities)} open${unknown ? `, ${count(unknown)} without amount or probability` : ''}`}
        >
          <Money sum={weightedSum(pipeline)} of="opportunity" />
        </StatTile>
      </section>
      <div class="revenue-columns">
        <Tabs
          label="Opportunities"
          tabs={tabs}
          selected={tab}
          onChoose={(key) => updateSettings({ tab: paramOf(key), sort: '' }, 'replace')}
        >
          <div class="panel tab-body">
            {tab === 'large' && (
              <Opportunities label="Large and likely opportunities" rows={opportunities.items} asOf={data.asOf} settings={settings} />
            )}
            {tab === 'closing' && (
              <Opportunities label="Opportunities closing soon" rows={closing.items} asOf={data.asOf} settings={settings} />
            )}
            {tab === 'accounts' && <Accounts data={data} />}
          </div>
        </Tabs>
        <Panel title="By stage" note="Weighted value of all open opportunities.">
          <Stages stages={stages} />
        </Panel>
      </div>
    </>
  );
}

function Opportunities({ label, rows, asOf, settings }: { label: string; rows: Opportunity[]; asOf: string | null; settings: Settings }) {
  const order = useSortOrder(settings, { key: 'weighted', descending: true });
  const columns: Column<Opportunity>[] = [
    {
      key: 'name',
      name: 'Opportunity',
      card: 'title',
      cell: (o) => <NameCell name={o.name || o.id} sub={o.account?.name ?? 'no account'} />,
      sort: (o) => o.name,
    },
    { key: 'stage', name: 'Stage', width: 112, cell: (o) => o.stage ?? <span class="aside">No stage</span>, sort: (o) => o.stage },
    {
      key: 'chance',
      name: 'Chance',
      width: 80,
      number: true,
      descending: true,
      cell: (o) => percent(o.probability),
      sort: (o) => o.probability,
    },
    {
      key: 'amount',
      name: 'Amount',
      width: 92,
      number: true,
      descending: true,
      rank: 2,
      cell: (o) => <Money amount={o.amount?.amount} currency={o.amount?.currency} />,
      sort: (o) => o.amount?.amount ?? null,
    },
    { key: 'close', name: 'Closes', width: 116, cell: (o) => <DateCell date={o.closeDate} asOf={asOf} />, sort: (o) => o.closeDate },
    { key: 'owner', name: 'Owner', width: 120, rank: 3, cell: (o) => o.owner ?? <span class="aside">–</span>, sort: (o) => o.owner },
    {
      key: 'weighted',
      name: 'Weighted',
      width: 122,
      number: true,
      descending: true,
      cell: (o) => (
        <b>
          <Money amount={o.weighted?.amount} currency={o.weighted?.currency} />
        </b>
      ),
      sort: (o) => o.weighted?.amount ?? null,
    },
  ];
  return (
    <DataTable
      label={label}
      rows={rows}
      id={(o) => o.id}
      columns={columns}
      {...order}
      to={(o): Route => (o.account ? accountAt(o.account.id, { tab: 'opportunities' }) : viewWith('explore', { kind: 'opportunity' }))}
      empty={
        <EmptyState icon="search" title="No opportunities match">
          No open opportunity is that large, that likely or closes that soon. Lower the limits above.
        </EmptyState>
      }
    />
  );
}

function Accounts({ data: { accounts, asOf } }: { data: RevenueFocus }) {
  if (!accounts.items.length)
    return (
      <EmptyState title="Nothing closes in this period">No account has an open opportunity with a close date in this period.</EmptyState>
    );
  return (
    <ul class="plain-list best-three">
      {accounts.items.map((a, i) => (
        <li key={a.account?.id ?? i}>
          <header>
            <AccountCell account={a.account} />
            <span class="aside">{[a.tier, a.territory && `territory ${a.territory}`].filter(Boolean).join(', ')}</span>
            <b class="num">
              <Money sum={a.weighted} of="opportunity" />
            </b>
          </header>
          <ol>
            {a.opportunities.map((o) => (
              <li key={o.id}>
                <span>{o.name || o.id}</span>
                <span class="aside">
                  {[o.stage, percent(o.probability), o.closeDate && asOf && `closes ${day(o.closeDate)}`].filter(Boolean).join(', ')}
                </span>
                <span class="num">
                  <Money amount={o.weighted?.amount} currency={o.weighted?.currency} unknown="unknown" />
                </span>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}

function Stages({ stages }: { stages: Stage[] }) {
  const most = Math.max(1, ...stages.map((s) => s.weighted.amount ?? 0));
  if (!stages.length) return <EmptyState title="No open opportunities">They arrive by import or from the CRM.</EmptyState>;
  return (
    <ul class="stages">
      {[...stages]
        .sort((a, b) => (b.weighted.amount ?? -1) - (a.weighted.amount ?? -1))
        .map((s) => (
          <li key={s.stage ?? ''}>
            <div>
              <span>{s.stage ? word(s.stage) : 'No stage'}</span>
              <span class="aside num">
                {plain(s.count)} open{s.weighted.unknown > 0 && `, ${plain(s.weighted.unknown)} unknown`}
              </span>
            </div>
            <Meter wide share={(s.weighted.amount ?? 0) / most}>
              <Money sum={s.weighted} of="opportunity" />
            </Meter>
          </li>
        ))}
    </ul>
  );
}
