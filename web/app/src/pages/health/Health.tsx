import type { Account, Change, Page, Top } from '../../api/types';
import { portfolio } from '../../live/connection';
import { count, counted, day, moment, momentInFull, plain, signed } from '../../format/format';
import { knownAmount } from '../../format/sums';
import { percent } from '../../format/units';
import { DataTable, type Column } from '../../parts/DataTable';
import { ExportMenu } from '../../parts/ExportMenu';
import { EmptyState } from '../../parts/EmptyState';
import { StatTile } from '../../parts/StatTile';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Skeleton } from '../../parts/Skeleton';
import { useSortOrder } from '../../parts/useSortOrder';
import { orderText } from '../../parts/sorting';
import { useRequest } from '../../parts/useRequest';
import { Money } from '../../parts/Money';
import { updateSettings } from '../../state/router';
import { seesAllAccounts } from '../../state/session';
import { accountAt, viewWith } from '../../state/url';
import type { PageProps } from '../shared/pageProps';
import { AtRisk, Stale } from '../shared/Badge';
import { RefreshButton } from '../shared/RefreshButton';
import { NameCell } from '../shared/cells';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { Panel } from '../shared/Panel';
import { UrlSearchField } from '../shared/UrlSearchField';
import { Select } from '../shared/Select';
import { TerritoryFilter } from '../shared/TerritoryFilter';
import { usePagedList } from '../shared/usePagedList';
import '../shared/shared.css';
import './health.css';

const pageSize = 200;

/** The choices of risk, with the levels that they stand for. */
const risks = [
  { key: 'yes', name: 'At risk', levels: 'high,critical' },
  { key: 'no', name: 'Not at risk', levels: 'low,medium' },
  { key: 'unknown', name: 'Health not known', levels: 'unknown' },
] as const;

/** Accounts by health, and recent changes with their causes. */
export function HealthPage({ settings }: PageProps) {
  const { order, onOrder } = useSortOrder(settings, { key: 'health', descending: false });
  const parameters = new URLSearchParams({ limit: String(pageSize), sort: orderText(order) });
  for (const name of ['territory', 'text', 'tier', 'trend']) if (settings[name]) parameters.set(name, settings[name]);
  const risk = risks.find((r) => r.key === settings['risk']);
  if (risk) parameters.set('risk', risk.levels);
  const found = usePagedList<Account>(`/api/v1/accounts?${parameters}`, 'portfolio');
  const exported = (format: string) => {
    const filters = new URLSearchParams(parameters);
    filters.delete('limit');
    filters.set('format', format);
    return `/api/v1/accounts/export?${filters}`;
  };
  return (
    <div class="page view">
      <PageHeader
        title="Customer health"
        sub={portfolio.state.value?.asOf && `As of ${day(portfolio.state.value.asOf)}, the highest risk first`}
      >
        <ExportMenu
          csv={exported('csv')}
          xlsx={exported('xlsx')}
          {...(found.total === null ? {} : { what: counted(found.total, 'account') })}
        />
      </PageHeader>
      <Figures />
      <div class="view-filters" role="search">
        <UrlSearchField value={settings['text']} label="Name, alias or id" />
        <TerritoryFilter value={settings['territory']} />
        <Select
          label="Show"
          value={settings['risk'] ?? ''}
          options={[['', seesAllAccounts() ? 'All accounts' : 'Your accounts'], ...risks.map((r) => [r.key, r.name] as const)]}
          onChoose={(risk) => updateSettings({ risk }, 'replace')}
        />
        <Select
          label="Tier"
          value={settings['tier'] ?? ''}
          options={[['', 'Any'], ...[...new Set(['Strategic', 'Growth', 'Standard', settings['tier'] ?? ''])].filter(Boolean)]}
          onChoose={(tier) => updateSettings({ tier }, 'replace')}
        />
        <Select
          label="Moved"
          value={settings['trend'] ?? ''}
          options={[
            ['', 'either direction'],
            ['down', 'down'],
            ['up', 'up'],
          ]}
          onChoose={(trend) => updateSettings({ trend }, 'replace')}
        />
        {found.total !== null && <p class="aside">{counted(found.total, 'account')}</p>}
      </div>
      <div class="health-columns">
        <section class="panel tab-body" aria-label="Accounts" {...found.holdHandlers}>
          <RefreshButton list={found} />
          <RequestResult request={found} what="Accounts" waiting={<Skeleton rows={10} />}>
            {() => (
              <DataTable
                label="Accounts by health"
                rows={found.rows}
                id={(a) => a.id}
                columns={columns}
                order={order}
                onOrder={onOrder}
                ordered
                to={(a) => accountAt(a.id)}
                onNearEnd={found.more}
                empty={
                  <EmptyState icon="search" title="No account matches">
                    No account matches these filters.{' '}
                    <Link to={viewWith('health')} class="text-link">
                      {seesAllAccounts() ? 'Show all accounts' : 'Show your accounts'}
                    </Link>
                  </EmptyState>
                }
              />
            )}
          </RequestResult>
        </section>
        <Movers />
      </div>
    </div>
  );
}

function Figures() {
  const state = portfolio.state.value;
  const unknown = useRequest<Page<Account>>('/api/v1/accounts?risk=unknown&limit=1', 'portfolio').data?.total;
  if (!state) return null;
  const share = state.accounts ? (state.atRisk ?? 0) / state.accounts : null;
  return (
    <section class="panel figures" aria-label="Figures">
      <StatTile
        name="Customers at risk"
        note={share === null ? '' : `${percent(share)} of ${counted(state.accounts, 'account')}`}
        to={viewWith('health', { risk: 'yes' })}
        {...(state.atRisk ? { tone: 'critical' as const } : {})}
      >
        {count(state.atRisk)}
      </StatTile>
      <StatTile name="Not at risk" note="health of 50 or more" to={viewWith('health', { risk: 'no' })}>
        {unknown === undefined ? '–' : count(state.accounts - (state.atRisk ?? 0) - unknown)}
      </StatTile>
      <StatTile name="Health not known" note="no part of it is known" to={viewWith('health', { risk: 'unknown' })}>
        {unknown === undefined ? '–' : count(unknown)}
      </StatTile>
      <StatTile name="Items past end of life" note={`of ${count(state.items)} installed`}>
        {count(state.itemsPastEndOfLife)}
      </StatTile>
    </section>
  );
}

/** The direction of the last health change. The arrow says as much as the colour. */
const Trend = ({ account: { trend, health } }: { account: Account }) => {
  if (!trend) return <span class="aside">–</span>;
  const up = trend.direction === 'up';
  const before = trend.before.composite;
  const by = before === null || health.composite === null ? 0 : health.composite - before;
  return (
    <span
      class={`trend ${up ? 'is-good' : 'is-bad'}`}
      title={`${up ? 'Better' : 'Worse'} since ${momentInFull(trend.at)}: health was ${before === null ? 'not known' : plain(before)}`}
    >
      <svg class="icon" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
        <path d={up ? 'M8 13V3M4 7l4-4 4 4' : 'M8 3v10M4 9l4 4 4-4'} />
      </svg>
      <span class="unseen">{up ? 'up' : 'down'}</span>
      <span class="num">{by ? signed(by) : up ? 'up' : 'down'}</span>
    </span>
  );
};

const HealthLine = ({ account: { health, atRisk } }: { account: Account }) =>
  health.composite === null ? (
    <span class="aside">Unknown</span>
  ) : (
    <span class="health-line" title={`${health.knownParts} of 6 parts known`}>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="strip-cell" y="3" width="100" height="2" />
        <rect class={atRisk ? 'health-bad' : 'meter-fill'} y="1" width={health.composite} height="6" />
      </svg>
      <b class="num">{plain(health.composite)}</b>
    </span>
  );

const columns: Column<Account>[] = [
  {
    key: 'name',
    name: 'Account',
    card: 'title',
    cell: (a) => (
      <NameCell
        name={a.name}
        sub={[a.territory ? `territory ${a.territory}` : 'no territory', a.tier, a.accountManager].filter(Boolean).join(', ')}
      />
    ),
    sort: (a) => a.name,
  },
  {
    key: 'risk',
    name: 'State',
    width: 112,
    cell: (a) => (
      <span class="badges">
        {a.atRisk ? <AtRisk /> : <span class="aside">{a.health.composite === null ? 'Not known' : 'Not at risk'}</span>}
        {a.stale && <Stale />}
      </span>
    ),
  },
  {
    key: 'health',
    name: 'Health',
    width: 150,
    hint: '0 to 100: the weighted mean of the known parts. Accounts below 50 are at risk.',
    cell: (a) => <HealthLine account={a} />,
    sort: (a) => a.health.composite,
  },
  {
    key: 'parts',
    name: 'Parts',
    width: 76,
    number: true,
    rank: 3,
    hint: 'Known parts: usage, support, payment, engagement, sentiment, lifecycle',
    cell: (a) => `${a.health.knownParts} of 6`,
  },
  {
    key: 'pastEndOfLife',
    name: 'Past EOL',
    width: 106,
    number: true,
    rank: 2,
    descending: true,
    sort: (a) => a.itemsPastEndOfLife,
    hint: 'Items past end of life, of all installed',
    cell: (a) => (a.items ? `${count(a.itemsPastEndOfLife)} of ${count(a.items)}` : '–'),
  },
  {
    key: 'utilization',
    name: 'Credits',
    width: 90,
    number: true,
    rank: 3,
    hint: 'Service credits used',
    cell: (a) => percent(a.creditUtilization),
    sort: (a) => a.creditUtilization ?? null,
  },
  {
    key: 'trend',
    name: 'Trend',
    width: 84,
    hint: 'Direction of the last health change',
    cell: (a) => <Trend account={a} />,
  },
  { key: 'leads', name: 'Leads', width: 72, number: true, descending: true, cell: (a) => count(a.leads.total), sort: (a) => a.leads.total },
  {
    key: 'value',
    name: 'Lead value',
    width: 104,
    number: true,
    descending: true,
    cell: (a) => <Money sum={a.leadValue} of="item" />,
    sort: (a) => knownAmount(a.leadValue),
  },
];

const day30 = 30 * 86_400_000;

/** Accounts that became at risk or recovered, with the cause. */
function Movers() {
  const since = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - day30).toISOString();
  const found = useRequest<Top<Change>>(`/api/v1/changes?since=${encodeURIComponent(since)}&limit=200`, 'changes');
  return (
    <Panel title="Recent health changes" note="Accounts that became at risk or recovered in the last 30 days.">
      <RequestResult request={found} what="Recent health changes" waiting={<Skeleton rows={4} />}>
        {({ items }) => {
          const moved = items.filter((c) => c.kind === 'account').slice(0, 12);
          return moved.length ? (
            <ul class="plain-list">
              {moved.map((c) => (
                <li key={c.id} class="mover">
                  <span class={`mover-mark ${c.after === 'at_risk' ? 'is-bad' : 'is-good'}`}>
                    <Icon name={c.after === 'at_risk' ? 'warning' : 'check'} />
                  </span>
                  <div>
                    <p>
                      <Link to={accountAt(c.account.id)} class="data-link">
                        {c.account.name}
                      </Link>{' '}
                      {c.after === 'at_risk' ? 'is at risk now' : 'is no longer at risk'}
                    </p>
                    <p class="aside">{c.cause?.text ?? 'OneLead was updated and computes health in another way'}</p>
                  </div>
                  <time class="aside num" dateTime={c.at} title={momentInFull(c.at)}>
                    {moment(c.at)}
                  </time>
                </li>
              ))}
            </ul>
          ) : (
            <EmptyState icon="check" title="No changes">
              No account has become at risk or recovered in the last 30 days.
            </EmptyState>
          );
        }}
      </RequestResult>
    </Panel>
  );
}
