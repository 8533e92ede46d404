import { useMemo } from 'preact/hooks';
import type { EntityField, EntityGroups, EntityRow } from '../../api/pages';
import { count, counted, money, plain } from '../../format/format';
import { fieldName, fieldText, percent } from '../../format/more';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { ExportMenu } from '../../parts/ExportMenu';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Menu } from '../../parts/Menu';
import { orderOf, orderText } from '../../parts/order';
import { Skeleton } from '../../parts/Skeleton';
import { useRequest } from '../../parts/useRequest';
import { set } from '../../state/router';
import { accountAt, viewWith, type Settings } from '../../state/url';
import type { PageProps } from '../pages';
import { Behind } from '../view/Behind';
import { Head } from '../view/Head';
import { Loaded } from '../view/Loaded';
import { Meter } from '../view/Meter';
import { Search } from '../view/Search';
import { Select } from '../view/Select';
import { TerritoryMenu } from '../view/Territories';
import { usePages } from '../view/usePages';
import '../view/view.css';
import { askOf, filtersOf, formatConditions, kinds, usualColumns, type Ask } from './ask';
import { Conditions } from './Conditions';
import { Credits } from './Credits';
import './explore.css';

const pageSize = 200;
const kindNames: Record<string, string> = {
  item: 'Installed items',
  account: 'Accounts',
  opportunity: 'Opportunities',
  project: 'Projects',
  contract: 'Contracts',
  service_credit: 'Service credits',
  ticket: 'Tickets',
  order: 'Orders',
  payment: 'Invoices',
  usage: 'Use',
  contact: 'Contacts',
  activity: 'Activities',
  engagement: 'Engagements',
  survey: 'Surveys',
  raw: 'Records of no kind of ours',
};

/** Questions that are asked often, as addresses. */
const questions: readonly { name: string; settings: Settings }[] = [
  { name: 'Service credits by customer segment', settings: { preset: 'credits' } },
  { name: 'Items by product family', settings: { kind: 'item', by: 'family' } },
  { name: 'Items past end of service with no support', settings: { kind: 'item', if: 'support:contains:expired;endOfService:set', sort: 'endOfService' } },
  { name: 'Open amount by stage', settings: { kind: 'opportunity', by: 'stage', sum: 'amount' } },
  { name: 'Contracts by service level and yearly value', settings: { kind: 'contract', by: 'serviceLevel', sum: 'annualValue' } },
  { name: 'Tickets that were escalated', settings: { kind: 'ticket', if: 'escalated:eq:true', sort: '-opened' } },
];

/** Any entity: choose what, which columns, which rows; group, sum, take it along. */
export function ExplorePage({ settings }: PageProps) {
  if (settings['preset'] === 'credits') return <Credits settings={settings} />;
  return <Whole settings={settings} />;
}

function Whole({ settings }: { settings: Settings }) {
  const ask = askOf(settings);
  const fields = useRequest<{ items: EntityField[] }>(`/api/v1/entities/${encodeURIComponent(ask.kind)}/fields`);
  const known = useMemo(() => fields.data?.items ?? [], [fields.data]);
  const filters = filtersOf(ask);
  const address = `/api/v1/entities/${encodeURIComponent(ask.kind)}`;
  const chosen = ask.columns ?? usualColumns[ask.kind] ?? known.filter((f) => f.source !== 'other').slice(0, 6).map((f) => f.name);
  const query = filters.size ? `&${filters}` : '';
  const exported = (format: string) => `${address}/export?format=${format}${query}${ask.columns ? `&fields=${encodeURIComponent(chosen.join(','))}` : ''}`;
  const summable = known.filter((f) => ['number', 'integer', 'money', 'rate'].includes(f.type));
  return (
    <div class="page view explore">
      <Head title="Deep dive" sub="Any record: columns, filters, groups, sums">
        <ExportMenu csv={exported('csv')} xlsx={exported('xlsx')} what={kindNames[ask.kind] ?? word(ask.kind)} />
      </Head>
      <nav class="questions" aria-label="Questions that are asked often">
        {questions.map((q) => (
          <Link key={q.name} to={viewWith('explore', q.settings)} class="chip">
            {q.name}
          </Link>
        ))}
      </nav>
      <section class="panel explore-ask" aria-label="What to show">
        <div class="view-filters">
          <Select
            label="Show"
            value={ask.kind}
            options={[...new Set([...kinds, ask.kind])].map((k) => [k, kindNames[k] ?? word(k)] as const)}
            onChoose={(kind) => set({ kind: kind === 'item' ? '' : kind, if: '', cols: '', by: '', sum: '', sort: '' })}
          />
          <Search value={ask.text} label="Any text in them" />
          <TerritoryMenu value={ask.territory} single />
          <Menu
            label="Columns"
            none="Usual"
            options={known.map((f) => ({ value: f.name, text: fieldName(f.name) }))}
            chosen={ask.columns ?? []}
            onChange={(v) => set({ cols: v.join(',') }, 'replace')}
          />
          <Select
            label="Group by"
            value={ask.by}
            options={[
              ['', 'nothing'],
              ['account', 'account'],
              ['account.segment', 'account’s segment'],
              ['account.tier', 'account’s tier'],
              ['territory', 'territory'],
              ...options(known, ask.by),
            ]}
            onChoose={(by) => set({ by, ...(by ? {} : { sum: '' }) })}
          />
          {ask.by && <Select label="Sum of" value={ask.sum} options={[['', 'nothing'], ...options(summable, ask.sum)]} onChoose={(sum) => set({ sum })} />}
        </div>
        <Conditions conditions={ask.conditions} fields={known} onChange={(c) => set({ if: formatConditions(c) }, 'replace')} />
      </section>
      {ask.by ? <Groups ask={ask} address={address} query={query} money={known.find((f) => f.name === ask.sum)?.type === 'money'} rate={known.find((f) => f.name === ask.sum)?.type === 'rate'} /> : <Rows ask={ask} address={address} query={query} columns={chosen} />}
    </div>
  );
}

const always = new Set(['account', 'account.segment', 'account.tier', 'territory']);

/** The fields, and the one that the address names even if it is not known. */
const options = (fields: readonly EntityField[], chosen: string) =>
  [...new Set([...fields.map((f) => f.name), chosen])].filter((n) => n && !always.has(n)).map((n) => [n, fieldName(n)] as const);

const tabOf: Record<string, string> = { item: 'items', opportunity: 'opportunities', project: 'projects', contract: 'contracts', service_credit: 'contracts', ticket: 'tickets', survey: 'tickets', activity: 'activity', engagement: 'activity', contact: 'contacts', order: 'more', payment: 'more', usage: 'more' };

const numbers = new Set(['number']);

function Rows({ ask, address, query, columns }: { ask: Ask; address: string; query: string; columns: readonly string[] }) {
  const sort = ask.sort ? `&sort=${encodeURIComponent(ask.sort)}` : '';
  const found = usePages<EntityRow>(`${address}?limit=${pageSize}${query}${sort}`, 'portfolio');
  const isNumber = (name: string) => found.rows.some((r) => numbers.has(typeof r.fields[name]));
  const shown: Column<EntityRow>[] = [
    {
      key: 'id',
      name: 'Id',
      card: 'title',
      cell: (r) => (r.account ? <span class="mono">{r.id}</span> : <span class="mono" title="No account claims it">{r.id}</span>),
      sort: (r) => r.id,
    },
    { key: 'account', name: 'Account', cell: (r) => r.account?.name ?? <span class="aside">No account</span>, sort: (r) => r.account?.name ?? null },
    ...columns.map((name): Column<EntityRow> => {
      const number = isNumber(name);
      return {
        key: name,
        name: fieldName(name),
        number,
        descending: number,
        cell: (r) => (r.fields[name] == null || r.fields[name] === '' ? <span class="aside">–</span> : fieldText(name, r.fields[name], r.fields['currency'])),
        sort: (r) => String(r.fields[name] ?? ''),
      };
    }),
  ];
  return (
    <section class="panel tab-body" aria-label="Records" {...found.hold}>
      <Behind pages={found} />
      <Loaded request={found} what="Deep dive" waiting={<Skeleton rows={10} />}>
        {() => (
          <>
            <p class="explore-count" aria-live="polite">
              <b class="num">{counted(found.total ?? 0, 'record')}</b>
              {ask.conditions.length > 0 && <span class="aside"> pass the filters</span>}
            </p>
            <DataTable
              label="Records"
              rows={found.rows}
              id={(r) => r.id}
              columns={shown}
              ordered
              wide
              order={orderOf(ask.sort, { key: 'id', descending: false })}
              onOrder={(o) => set({ sort: orderText(o) === 'id' ? '' : orderText(o) }, 'replace')}
              onNearEnd={found.more}
              to={(r) => (r.account ? accountAt(r.account.id, tabOf[ask.kind] ? { tab: tabOf[ask.kind]! } : {}) : viewWith('explore', { kind: ask.kind, text: r.id }))}
              empty={
                <Empty icon="search" title="No record passes">
                  Nothing of this kind is known, or nothing passes all the filters.
                </Empty>
              }
            />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Groups({ ask, address, query, money: isMoney, rate }: { ask: Ask; address: string; query: string; money: boolean; rate: boolean }) {
  const found = useRequest<EntityGroups>(`${address}/groups?by=${encodeURIComponent(ask.by)}${ask.sum ? `&sum=${encodeURIComponent(ask.sum)}` : ''}${query}`, 'portfolio');
  type Group = EntityGroups['items'][number];
  const figure = (n: number | null) => (n === null ? '–' : isMoney ? money(n, null) : rate ? percent(n) : plain(n));
  return (
    <section class="panel tab-body" aria-label="Groups">
      <Loaded request={found} what="Deep dive" waiting={<Skeleton rows={8} />}>
        {({ items, groups, total }) => {
          const most = Math.max(1, ...items.map((g) => (ask.sum ? (g.sum ?? 0) : g.count)));
          const columns: Column<Group>[] = [
            { key: 'key', name: fieldName(ask.by), card: 'title', cell: (g) => (g.key === null || g.key === '' ? <span class="aside">empty</span> : <b>{g.key}</b>), sort: (g) => g.key },
            {
              key: 'bar',
              name: ask.sum ? `Sum of ${fieldName(ask.sum).toLowerCase()}` : 'Records',
              width: 320,
              descending: true,
              cell: (g) => (
                <Meter wide share={(ask.sum ? (g.sum ?? 0) : g.count) / most}>
                  {ask.sum ? figure(g.sum) : count(g.count)}
                </Meter>
              ),
              sort: (g) => (ask.sum ? g.sum : g.count),
            },
            ...(ask.sum
              ? ([
                  { key: 'average', name: 'Mean', number: true, width: 120, descending: true, cell: (g) => figure(g.average), sort: (g) => g.average },
                  { key: 'count', name: 'Records', number: true, width: 100, descending: true, cell: (g) => count(g.count), sort: (g) => g.count },
                ] as Column<Group>[])
              : []),
            {
              key: 'see',
              name: '',
              width: 124,
              card: 'none',
              cell: (g) =>
                always.has(ask.by) && ask.by !== 'account' ? null : (
                  <button
                    class="button button-quiet"
                    type="button"
                    onClick={() => set({ by: '', sum: '', if: formatConditions([...ask.conditions, g.key ? { field: ask.by, op: 'eq', value: g.key } : { field: ask.by, op: 'empty', value: '' }]) })}
                  >
                    <span>See</span>
                    <Icon name="right" />
                  </button>
                ),
            },
          ];
          return (
            <>
              <p class="explore-count">
                <b class="num">{counted(groups, 'group')}</b> <span class="aside">of {counted(total, 'record')}</span>
              </p>
              <DataTable label="Groups" rows={items} id={(g) => g.key ?? ''} columns={columns} empty={<Empty icon="search" title="No record passes">Nothing passes all the filters.</Empty>} />
              {items.length < groups && <p class="list-end">{`The largest ${count(items.length)} groups`}</p>}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
