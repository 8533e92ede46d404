import type { Page, Territory } from '../../api/types';
import { count, counted } from '../../format/format';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { StatTile } from '../../parts/StatTile';
import { useSortOrder } from '../../parts/useSortOrder';
import { useRequest } from '../../parts/useRequest';
import { Money } from '../../parts/Money';
import { addSums, weightedSum } from '../../format/sums';
import { viewWith, type Settings } from '../../state/url';
import { NameCell } from '../shared/cells';
import type { PageProps } from '../shared/pageProps';
import { ReportPage } from '../shared/ReportPage';
import { belowText } from './below';
import { leadColumns } from './leadColumns';
import { TerritoryDetailPage } from './TerritoryDetail';
import '../shared/shared.css';
import './territories.css';
import { seesKind } from '../../state/session';

export function TerritoriesPage({ settings }: PageProps) {
  const id = settings['id'];
  return id ? <TerritoryDetailPage key={id} id={id} settings={settings} /> : <All settings={settings} />;
}

const nameOf = (t: Territory) => t.name ?? 'None';

/** The row of accounts without a territory is none. */
const named = ({ total, items }: Page<Territory>) => total - items.filter((t) => t.name === null).length;

const leadMix = ({ leads }: Pick<Territory, 'leads'>) => leads.critical + leads.high;

function All({ settings }: { settings: Settings }) {
  const found = useRequest<Page<Territory>>('/api/v1/territories?limit=1000', 'portfolio');
  const order = useSortOrder(settings, { key: 'value', descending: true });
  return (
    <ReportPage
      title="Territories"
      sub={found.data && `${counted(named(found.data), 'territory', 'territories')}, by the value of their open leads`}
      request={found}
    >
      {({ items }) => {
        const sum = (of: (t: Territory) => number) => items.reduce((n, t) => n + of(t), 0);
        const most = Math.max(1, ...items.map((t) => t.leadValue.amount ?? 0));
        const currency = items[0]?.leadValue.currency ?? '';
        const best = [...items].sort((a, b) => (b.leadValue.amount ?? -1) - (a.leadValue.amount ?? -1))[0];
        const columns: Column<Territory>[] = [
          {
            key: 'id',
            name: 'Territory',
            width: 130,
            card: 'title',
            cell: (t) => <NameCell name={nameOf(t)} sub={belowText(t) || undefined} />,
            sort: (t) => t.name,
          },
          ...leadColumns<Territory>(most),
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
              {seesKind('opportunity') && (
                <StatTile name="Weighted pipeline" note={`${count(sum((t) => t.pipeline.openOpportunities))} open opportunities`}>
                  <Money
                    sum={addSums(
                      items.map((t) => weightedSum(t.pipeline)),
                      currency,
                    )}
                    of="opportunity"
                  />
                </StatTile>
              )}
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
