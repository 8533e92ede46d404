import type { Account, Page, Territory } from '../../api/types';
import { count, counted, plain } from '../../format/format';
import { Bars } from '../../parts/Bars';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { StatTile } from '../../parts/StatTile';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Notice } from '../../parts/Notice';
import { PriorityMark } from '../../parts/PriorityMark';
import { StatTileSkeleton, Skeleton } from '../../parts/Skeleton';
import { useSortOrder } from '../../parts/useSortOrder';
import { useRequest } from '../../parts/useRequest';
import { noTerritory } from '../../parts/useTerritories';
import { Money } from '../../parts/Money';
import { countsByType } from '../../format/leadCounts';
import { addSums, knownAmount, weightedSum } from '../../format/sums';
import { word } from '../../format/words';
import { priorities } from '../../state/leadQuery';
import { accountAt, leadsWith, viewWith, type Settings } from '../../state/url';
import type { PageProps } from '../shared/pageProps';
import { AtRisk } from '../shared/Badge';
import { NameCell } from '../shared/cells';
import { ReportPage } from '../shared/ReportPage';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { Meter } from '../shared/Meter';
import '../shared/shared.css';
import './territories.css';

export function TerritoriesPage({ settings }: PageProps) {
  const id = settings['id'];
  return id ? <TerritoryDetailPage key={id} id={id} settings={settings} /> : <All settings={settings} />;
}

const nameOf = (t: Territory) => t.name ?? 'None';

const leadMix = ({ leads }: Pick<Territory, 'leads'>) => leads.critical + leads.high;

function All({ settings }: { settings: Settings }) {
  const found = useRequest<Page<Territory>>('/api/v1/territories?limit=1000', 'portfolio');
  const order = useSortOrder(settings, { key: 'value', descending: true });
  return (
    <ReportPage
      title="Territories"
      sub={found.data && `${counted(found.data.total, 'territory', 'territories')}, by the value of their open leads`}
      request={found}
    >
      {({ items }) => {
        const sum = (of: (t: Territory) => number) => items.reduce((n, t) => n + of(t), 0);
        const most = Math.max(1, ...items.map((t) => t.leadValue.amount ?? 0));
        const currency = items[0]?.leadValue.currency ?? '';
        const best = [...items].sort((a, b) => (b.leadValue.amount ?? -1) - (a.leadValue.amount ?? -1))[0];
        const columns: Column<Territory>[] = [
          { key: 'id', name: 'Territory', width: 130, card: 'title', cell: (t) => <b class="num">{nameOf(t)}</b>, sort: (t) => t.name },
          {
            key: 'value',
            name: 'Lead value',
            descending: true,
            cell: (t) => (
              <Meter wide share={(t.leadValue.amount ?? 0) / most}>
                <Money sum={t.leadValue} of="item" />
              </Meter>
            ),
            sort: (t) => knownAmount(t.leadValue),
          },
          {
            key: 'leads',
            name: 'Leads',
            width: 76,
            number: true,
            descending: true,
            cell: (t) => count(t.leads.total),
            sort: (t) => t.leads.total,
          },
          {
            key: 'pressing',
            name: 'Critical, high',
            width: 116,
            number: true,
            descending: true,
            cell: (t) => `${count(t.leads.critical)}, ${count(t.leads.high)}`,
            sort: (t) => t.leads.critical * 1e6 + t.leads.high,
          },
          {
            key: 'pipeline',
            name: 'Pipeline',
            width: 100,
            number: true,
            descending: true,
            rank: 2,
            cell: (t) => <Money sum={weightedSum(t.pipeline)} of="opportunity" />,
            sort: (t) => knownAmount(weightedSum(t.pipeline)),
          },
          {
            key: 'accounts',
            name: 'Accounts',
            width: 90,
            number: true,
            descending: true,
            rank: 2,
            cell: (t) => count(t.accounts),
            sort: (t) => t.accounts,
          },
          {
            key: 'items',
            name: 'Items',
            width: 76,
            number: true,
            descending: true,
            rank: 3,
            cell: (t) => count(t.items),
            sort: (t) => t.items,
          },
          {
            key: 'past',
            name: 'Past EOL',
            width: 90,
            number: true,
            descending: true,
            rank: 3,
            hint: 'Items past end of life',
            cell: (t) => count(t.itemsPastEndOfLife),
            sort: (t) => t.itemsPastEndOfLife,
          },
          { key: 'risk', name: 'At risk', width: 80, number: true, descending: true, cell: (t) => count(t.atRisk), sort: (t) => t.atRisk },
        ];
        return (
          <>
            <section class="panel figures" aria-label="Figures">
              <StatTile
                name="Lead value"
                note={
                  best && (
                    <>
                      {nameOf(best)} has the highest: <Money sum={best.leadValue} of="item" />
                    </>
                  )
                }
              >
                <Money
                  sum={addSums(
                    items.map((t) => t.leadValue),
                    currency,
                  )}
                  of="item"
                />
              </StatTile>
              <StatTile name="Critical and high leads" note={`of ${count(sum((t) => t.leads.total))} open`}>
                {count(sum(leadMix))}
              </StatTile>
              <StatTile name="Weighted pipeline" note={`${count(sum((t) => t.pipeline.openOpportunities))} open opportunities`}>
                <Money
                  sum={addSums(
                    items.map((t) => weightedSum(t.pipeline)),
                    currency,
                  )}
                  of="opportunity"
                />
              </StatTile>
              <StatTile name="Quota" note="not available: no source has quotas">
                –
              </StatTile>
            </section>
            <section class="panel tab-body" aria-label="Territories">
              <DataTable
                label="Territories"
                rows={items}
                id={(t) => t.id}
                columns={columns}
                {...order}
                to={(t) => viewWith('territories', { id: t.id })}
                empty={<EmptyState title="No territories yet">They arrive with the accounts of an import or a source.</EmptyState>}
              />
            </section>
          </>
        );
      }}
    </ReportPage>
  );
}

interface Detail {
  territory: Territory | null;
  leaderboard: Account[];
}

function TerritoryDetailPage({ id, settings }: { id: string; settings: Settings }) {
  const found = useRequest<Detail>(`/api/v1/territories/${encodeURIComponent(id)}`, `territory:${id}`);
  return (
    <div class="page view">
      <Link to={viewWith('territories')} class="more-link back-link">
        <Icon name="left" /> All territories
      </Link>
      <PageHeader
        title={id === noTerritory ? 'Without a territory' : `Territory ${found.data?.territory?.name ?? id}`}
        sub={found.data?.territory && counted(found.data.territory.accounts, 'account')}
      />
      <RequestResult
        request={found}
        what="This territory"
        missing={
          <Notice icon="search" title="There is no such territory">
            <p>No account is in territory {id}.</p>
          </Notice>
        }
        waiting={
          <>
            <StatTileSkeleton figures={5} />
            <Skeleton rows={6} />
          </>
        }
      >
        {(detail) => <Whole detail={detail} settings={settings} />}
      </RequestResult>
    </div>
  );
}

function Whole({ detail: { territory: t, leaderboard }, settings }: { detail: Detail; settings: Settings }) {
  const order = useSortOrder(settings, { key: 'value', descending: true });
  if (!t) return <EmptyState title="No accounts any more">Its accounts have moved to other territories.</EmptyState>;
  const most = Math.max(1, ...leaderboard.map((a) => a.leadValue?.amount ?? 0));
  const filter = t.name ?? noTerritory;
  const place = new Map(leaderboard.map((a, i) => [a.id, i + 1]));
  const columns: Column<Account>[] = [
    {
      key: 'name',
      name: 'Account',
      card: 'title',
      cell: (a) => (
        <span class="ranked">
          <span class="rank-place num">{place.get(a.id)}</span>
          <NameCell name={a.name} sub={[a.tier, a.accountManager].filter(Boolean).join(', ') || counted(a.items, 'item')} />
        </span>
      ),
      sort: (a) => a.name,
    },
    {
      key: 'value',
      name: 'Lead value',
      width: 260,
      descending: true,
      cell: (a) => (
        <Meter wide share={(a.leadValue?.amount ?? 0) / most}>
          <Money sum={a.leadValue} of="item" />
        </Meter>
      ),
      sort: (a) => knownAmount(a.leadValue),
    },
    {
      key: 'leads',
      name: 'Leads',
      width: 76,
      number: true,
      descending: true,
      cell: (a) => count(a.leads.total),
      sort: (a) => a.leads.total,
    },
    {
      key: 'pressing',
      name: 'Critical, high',
      width: 116,
      number: true,
      descending: true,
      cell: (a) => `${count(a.leads.critical)}, ${count(a.leads.high)}`,
      sort: (a) => a.leads.critical * 1e6 + a.leads.high,
    },
    {
      key: 'pipeline',
      name: 'Pipeline',
      width: 100,
      number: true,
      descending: true,
      rank: 2,
      cell: (a) => <Money sum={weightedSum(a.pipeline)} of="opportunity" />,
      sort: (a) => knownAmount(weightedSum(a.pipeline)),
    },
    {
      key: 'risk',
      name: 'State',
      width: 110,
      rank: 2,
      cell: (a) => (a.atRisk ? <AtRisk /> : <span class="aside">Not at risk</span>),
      sort: (a) => a.atRisk,
      descending: true,
    },
    {
      key: 'health',
      name: 'Health',
      width: 80,
      number: true,
      cell: (a) => (a.health.composite === null ? '–' : plain(a.health.composite)),
      sort: (a) => a.health.composite,
    },
  ];
  return (
    <>
      <section class="panel figures" aria-label="Figures">
        <StatTile
          name="Lead value"
          note={t.leadValue.unknown ? `${counted(t.leadValue.unknown, 'item')} of unknown value` : 'sum of the highest estimates'}
          to={leadsWith({ territory: [filter] })}
        >
          <Money sum={t.leadValue} of="item" />
        </StatTile>
        <StatTile
          name="Open leads"
          note={`${count(t.leads.critical + t.leads.high)} critical or high`}
          to={leadsWith({ territory: [filter] })}
        >
          {count(t.leads.total)}
        </StatTile>
        <StatTile
          name="Weighted pipeline"
          note={counted(t.pipeline.openOpportunities, 'open opportunity', 'open opportunities')}
          to={viewWith('revenue', { territory: filter })}
        >
          <Money sum={weightedSum(t.pipeline)} of="opportunity" />
        </StatTile>
        <StatTile
          name="Customers at risk"
          note={`of ${counted(t.accounts, 'account')}`}
          to={viewWith('health', { territory: filter, risk: 'yes' })}
          {...(t.atRisk ? { tone: 'critical' as const } : {})}
        >
          {count(t.atRisk)}
        </StatTile>
        <StatTile name="Installed items" note={`${count(t.itemsPastEndOfLife)} past end of life`}>
          {count(t.items)}
        </StatTile>
      </section>
      <div class="territory-columns">
        <section class="panel tab-body" aria-label="Leaderboard">
          <div class="panel-head">
            <h2>Leaderboard</h2>
          </div>
          <DataTable
            label="Leaderboard"
            rows={leaderboard}
            id={(a) => a.id}
            columns={columns}
            {...order}
            to={(a) => accountAt(a.id)}
            empty={<EmptyState title="No accounts">No account is in this territory.</EmptyState>}
          />
        </section>
        <section class="panel territory-mix" aria-label="Open leads">
          <h2>Open leads by priority</h2>
          <Bars
            of={t.leads.total}
            bars={priorities.map((p) => ({
              key: p,
              label: <PriorityMark priority={p} />,
              value: t.leads[p],
              tone: p,
              to: leadsWith({ territory: [filter], priority: [p] }),
            }))}
          />
          <h2>By type</h2>
          <Bars
            of={t.leads.total}
            bars={countsByType(t.leads).map(([type, value]) => ({
              key: type,
              label: word(type),
              value,
              to: leadsWith({ territory: [filter], type: [type] }),
            }))}
          />
        </section>
      </div>
    </>
  );
}
