import type { Account, Territory } from '../../api/types';
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
import { weightedSum } from '../../format/sums';
import { word } from '../../format/words';
import { priorities } from '../../state/leadQuery';
import { accountAt, leadsWith, viewWith, type Settings } from '../../state/url';
import { AtRisk } from '../shared/Badge';
import { NameCell } from '../shared/cells';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { belowText } from './below';
import { leadColumns } from './leadColumns';
import '../shared/shared.css';
import './territories.css';
import { seesKind } from '../../state/session';

interface Detail {
  territory: Territory | null;
  leaderboard: Account[];
}

export function TerritoryDetailPage({ id, settings }: { id: string; settings: Settings }) {
  const found = useRequest<Detail>(`/api/v1/territories/${encodeURIComponent(id)}`, `territory:${id}`);
  return (
    <div class="page view">
      <Link to={viewWith('territories')} class="more-link back-link">
        <Icon name="left" /> All territories
      </Link>
      <PageHeader
        title={id === noTerritory ? 'Without a territory' : `Territory ${found.data?.territory?.name ?? id}`}
        sub={
          found.data?.territory &&
          [counted(found.data.territory.accounts, 'account'), belowText(found.data.territory)].filter(Boolean).join(', ')
        }
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
    ...leadColumns<Account>(most, 260),
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
        {seesKind('opportunity') && (
          <StatTile
            name="Weighted pipeline"
            note={counted(t.pipeline.openOpportunities, 'open opportunity', 'open opportunities')}
            to={viewWith('revenue', { territory: filter })}
          >
            <Money sum={weightedSum(t.pipeline)} of="opportunity" />
          </StatTile>
        )}
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
