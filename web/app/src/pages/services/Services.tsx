import type { AccountRecommendation, Gap, Recommendation, Recommendations } from '../../api/types';
import { count, counted } from '../../format/format';
import { knownAmount } from '../../format/sums';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { StatTile } from '../../parts/StatTile';
import { PriorityMark } from '../../parts/PriorityMark';
import { Tabs } from '../../parts/Tabs';
import { useSortOrder } from '../../parts/useSortOrder';
import { useRequest } from '../../parts/useRequest';
import { Money } from '../../parts/Money';
import { openLead, updateSettings } from '../../state/router';
import { accountAt, viewWith, type Settings } from '../../state/url';
import type { PageProps } from '../shared/pageProps';
import { AccountCell, AccountName, NameCell } from '../shared/cells';
import { ReportPage } from '../shared/ReportPage';
import { Meter } from '../shared/Meter';
import { UrlSearchField } from '../shared/UrlSearchField';
import { Select } from '../shared/Select';
import { currentTab } from '../shared/tabs';
import { TerritoryFilter } from '../shared/TerritoryFilter';
import '../shared/shared.css';
import './services.css';

/** Which services to offer to which accounts, and items without cover. */
export function ServicesPage({ settings }: PageProps) {
  const parameters = new URLSearchParams({ limit: '200' });
  for (const name of ['territory', 'category', 'text']) if (settings[name]) parameters.set(name, settings[name]);
  const found = useRequest<Recommendations>(`/api/v1/recommendations?${parameters}`, 'portfolio');
  const categories = [...new Set([...(found.data?.services.items ?? []).map((s) => s.category), settings['category'] ?? ''])]
    .filter(Boolean)
    .sort();
  return (
    <ReportPage
      title="Service recommendations"
      sub="Services for open leads, and items without cover"
      request={found}
      figures={3}
      filters={
        <div class="view-filters" role="search">
          <UrlSearchField value={settings['text']} label="Service, SKU, product or account" />
          <TerritoryFilter value={settings['territory']} />
          <Select
            label="Category"
            value={settings['category'] ?? ''}
            options={[['', 'Any'], ...categories]}
            onChoose={(category) => updateSettings({ category }, 'replace')}
          />
        </div>
      }
    >
      {(data) => <Whole data={data} settings={settings} />}
    </ReportPage>
  );
}

function Whole({ data: { services, accounts, gaps }, settings }: { data: Recommendations; settings: Settings }) {
  const best = services.items[0];
  const uncovered = gaps.items.reduce((n, g) => n + g.uncovered, 0);
  const expired = gaps.items.reduce((n, g) => n + g.expired, 0);
  const tabs = [
    { key: 'services', name: 'By service', count: services.total },
    { key: 'accounts', name: 'By account', count: accounts.total },
    { key: 'gaps', name: 'Coverage gaps', count: gaps.total },
  ];
  const { tab, paramOf } = currentTab(tabs, settings);
  const at = (key: string) => viewWith('services', { ...settings, tab: paramOf(key), sort: '' });
  return (
    <>
      <section class="panel figures" aria-label="Figures">
        <StatTile name="Recommended services" note={best ? `most: ${best.name}` : 'none'} to={at('services')}>
          {count(services.total)}
        </StatTile>
        <StatTile name="Accounts" note={accounts.items[0] ? `first: ${accounts.items[0].account.name}` : ''} to={at('accounts')}>
          {count(accounts.total)}
        </StatTile>
        <StatTile
          name="Items without cover"
          note={`${count(uncovered)} never covered, ${count(expired)} expired; an item can be both`}
          to={at('gaps')}
          {...(gaps.total ? { tone: 'high' as const } : {})}
        >
          {count(gaps.items.reduce((n, g) => n + g.items, 0))}
        </StatTile>
      </section>
      <Tabs
        label="Recommendations"
        tabs={tabs}
        selected={tab}
        onChoose={(key) => updateSettings({ tab: paramOf(key), sort: '' }, 'replace')}
      >
        <div class="panel tab-body">
          {tab === 'services' && <ServiceTable rows={services.items} settings={settings} />}
          {tab === 'accounts' && <AccountList rows={accounts.items} />}
          {tab === 'gaps' && <GapTable rows={gaps.items} settings={settings} />}
        </div>
      </Tabs>
    </>
  );
}

const nothing = (
  <EmptyState icon="search" title="Nothing to recommend">
    No open lead needs a service that matches these filters, or the workbook of service SKUs has not been imported.
  </EmptyState>
);

const shown = 3;

function ServiceTable({ rows, settings }: { rows: Recommendation[]; settings: Settings }) {
  const order = useSortOrder(settings, { key: 'leads', descending: true });
  const columns: Column<Recommendation>[] = [
    {
      key: 'name',
      name: 'Service',
      card: 'title',
      cell: (s) => (
        <NameCell
          name={s.name}
          sub={
            <>
              {s.category}, {s.product}
            </>
          }
        />
      ),
      sort: (s) => s.name,
    },
    {
      key: 'skus',
      name: 'SKUs',
      width: 280,
      rank: 2,
      cell: (s) =>
        s.skus.length ? (
          <span class="skus" title={s.skus.join(', ')}>
            {s.skus.slice(0, shown).map((sku) => (
              <code key={sku}>{sku}</code>
            ))}
            {s.skus.length > shown && <span class="aside">and {s.skus.length - shown} more</span>}
          </span>
        ) : (
          <span class="aside">none listed</span>
        ),
    },
    {
      key: 'accounts',
      name: 'Accounts',
      width: 96,
      number: true,
      descending: true,
      cell: (s) => count(s.accounts),
      sort: (s) => s.accounts,
    },
    { key: 'leads', name: 'Open leads', width: 124, number: true, descending: true, cell: (s) => count(s.leads), sort: (s) => s.leads },
    {
      key: 'value',
      name: 'Lead value',
      width: 116,
      number: true,
      descending: true,
      cell: (s) => <Money sum={s.leadValue} of="item" />,
      sort: (s) => knownAmount(s.leadValue),
    },
  ];
  return (
    <DataTable
      label="Services"
      rows={rows}
      id={(s) => `${s.category}|${s.product}|${s.name}`}
      columns={columns}
      {...order}
      empty={nothing}
    />
  );
}

function AccountList({ rows }: { rows: AccountRecommendation[] }) {
  if (!rows.length) return nothing;
  return (
    <ul class="plain-list offers">
      {rows.map((a) => (
        <li key={a.account.id}>
          <header>
            <AccountCell account={a.account} territory={a.territory} />
            <span class="num">
              {counted(a.leads, 'lead')}, <Money sum={a.leadValue} of="item" />
            </span>
          </header>
          <ul>
            {a.items.map((i) => (
              <li key={i.leadId}>
                <PriorityMark priority={i.priority} bare />
                <button type="button" class="offer" onClick={() => openLead(i.leadId)}>
                  <b>{i.product}</b>
                  <small>
                    {word(i.type)}, <span class="mono">{i.serial}</span>
                  </small>
                </button>
                <span class="offer-services">
                  {i.services.length ? (
                    i.services.slice(0, 3).map((s) => (
                      <span key={`${s.name}${s.product}`} class="tag-line" title={s.skus?.join(', ')}>
                        {s.name}
                      </span>
                    ))
                  ) : (
                    <span class="aside">No service is listed for this product</span>
                  )}
                  {i.services.length > 3 && <span class="aside">and {i.services.length - 3} more</span>}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function GapTable({ rows, settings }: { rows: Gap[]; settings: Settings }) {
  const order = useSortOrder(settings, { key: 'items', descending: true });
  const most = Math.max(1, ...rows.map((g) => g.items));
  const columns: Column<Gap>[] = [
    {
      key: 'account',
      name: 'Account',
      card: 'title',
      cell: (g) => <AccountName account={g.account} territory={g.territory} />,
      sort: (g) => g.account.name,
    },
    {
      key: 'items',
      name: 'Items without cover',
      width: 240,
      descending: true,
      cell: (g) => <Meter share={g.items / most}>{count(g.items)}</Meter>,
      sort: (g) => g.items,
    },
    {
      key: 'uncovered',
      name: 'Never covered',
      width: 124,
      number: true,
      descending: true,
      rank: 2,
      cell: (g) => count(g.uncovered),
      sort: (g) => g.uncovered,
    },
    {
      key: 'expired',
      name: 'Expired',
      width: 92,
      number: true,
      descending: true,
      rank: 2,
      cell: (g) => count(g.expired),
      sort: (g) => g.expired,
    },
    {
      key: 'value',
      name: 'Lead value',
      width: 116,
      number: true,
      descending: true,
      cell: (g) => <Money sum={g.leadValue} of="item" />,
      sort: (g) => knownAmount(g.leadValue),
    },
  ];
  return (
    <DataTable
      label="Coverage gaps"
      rows={rows}
      id={(g) => g.account.id}
      columns={columns}
      {...order}
      to={(g) => accountAt(g.account.id, { tab: 'items' })}
      empty={
        <EmptyState icon="check" title="No coverage gaps">
          No installed item is known to be uncovered or to have expired support.
        </EmptyState>
      }
    />
  );
}
