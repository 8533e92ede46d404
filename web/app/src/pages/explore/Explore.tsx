import { useMemo } from 'preact/hooks';
import type { EntityField } from '../../api/types';
import { fieldName } from '../../format/fields';
import { word } from '../../format/words';
import { ExportMenu } from '../../parts/ExportMenu';
import { Link } from '../../parts/Link';
import { MultiSelect } from '../../parts/MultiSelect';
import { useRequest } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import { viewWith, type Settings } from '../../state/url';
import type { PageProps } from '../shared/pageProps';
import { PageHeader } from '../shared/PageHeader';
import { UrlSearchField } from '../shared/UrlSearchField';
import { Select } from '../shared/Select';
import { TerritoryFilter } from '../shared/TerritoryFilter';
import '../shared/shared.css';
import { commonGroupFields, parseExploreQuery, filterParameters, formatConditions, kinds, defaultColumns, tableOf } from './exploreQuery';
import { Conditions } from './Conditions';
import { Credits } from './Credits';
import { Groups } from './Groups';
import { RawTables } from './RawTables';
import { Rows } from './Rows';
import './explore.css';
import { seesKind } from '../../state/session';

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
  raw: 'Other records',
  product_lifecycle: 'Product lifecycles',
  service_offer: 'Services on offer',
  service: 'Practices and services',
  territory_mapping: 'Names of territories',
};

/** Predefined queries. */
const questions: readonly { name: string; settings: Settings }[] = [
  { name: 'Service credits by customer segment', settings: { preset: 'credits' } },
  { name: 'Items by product family', settings: { kind: 'item', by: 'family' } },
  {
    name: 'Items past end of service with no support',
    settings: {
      kind: 'item',
      if: 'endOfService:lt:today;isSupported:eq:false',
      sort: 'endOfService',
      cols: 'productName,risk,support,endOfService,supportEnd',
    },
  },
  { name: 'Open amount by stage', settings: { kind: 'opportunity', if: 'isOpen:eq:true;account:set', by: 'stage', sum: 'amount' } },
  {
    name: 'Annual value of running contracts by service level',
    settings: { kind: 'contract', if: 'end:not_lt:today', by: 'serviceLevel', sum: 'annualValue' },
  },
  { name: 'Escalated tickets', settings: { kind: 'ticket', if: 'escalated:eq:true', sort: '-opened' } },
];

/** Queries records of any kind: columns, filters, groups, sums and export. */
export function ExplorePage({ settings }: PageProps) {
  if (settings['preset'] === 'credits') return <Credits settings={settings} />;
  return <RecordQuery settings={settings} />;
}

function RecordQuery({ settings }: { settings: Settings }) {
  const query = parseExploreQuery(settings);
  const table = tableOf(query);
  const fields = useRequest<{ items: EntityField[] }>(
    `/api/v1/entities/${encodeURIComponent(query.kind)}/fields${table ? `?where=${encodeURIComponent(`table:eq:${table}`)}` : ''}`,
  );
  const known = useMemo(() => fields.data?.items ?? [], [fields.data]);
  const filters = filterParameters(query);
  const address = `/api/v1/entities/${encodeURIComponent(query.kind)}`;
  const chosen =
    query.columns ??
    defaultColumns[query.kind] ??
    known
      .filter((f) => (query.kind === 'raw' ? f.name !== 'table' || !table : f.source !== 'other'))
      .slice(0, 6)
      .map((f) => f.name);
  const filterQuery = filters.size ? `&${filters}` : '';
  const exported = (format: string) =>
    `${address}/export?format=${format}${filterQuery}${query.columns ? `&fields=${encodeURIComponent(chosen.join(','))}` : ''}`;
  const summable = known.filter((f) => ['number', 'integer', 'money', 'rate'].includes(f.type));
  return (
    <div class="page view explore">
      <PageHeader title="Deep dive" sub="Any record: columns, filters, groups, sums">
        <ExportMenu csv={exported('csv')} xlsx={exported('xlsx')} what={kindNames[query.kind] ?? word(query.kind)} />
      </PageHeader>
      <nav class="questions" aria-label="Frequent queries">
        {questions
          .filter((q) => seesKind(q.settings['kind'] ?? 'service_credit'))
          .map((q) => (
            <Link key={q.name} to={viewWith('explore', q.settings)} class="chip">
              {q.name}
            </Link>
          ))}
      </nav>
      <section class="panel explore-ask" aria-label="Records">
        <div class="view-filters">
          <Select
            label="Show"
            value={query.kind}
            options={[...new Set([...kinds.filter(seesKind), query.kind])].map((k) => [k, kindNames[k] ?? word(k)] as const)}
            onChoose={(kind) => updateSettings({ kind: kind === 'item' ? '' : kind, if: '', cols: '', by: '', sum: '', sort: '' })}
          />
          {query.kind === 'raw' && <RawTables query={query} table={table} />}
          <UrlSearchField value={query.text} label="Search in all fields" />
          <TerritoryFilter value={query.territory} single />
          <MultiSelect
            label="Columns"
            placeholder="Usual"
            options={known.map((f) => ({ value: f.name, text: fieldName(f.name) }))}
            chosen={query.columns ?? []}
            onChange={(v) => updateSettings({ cols: v.join(',') }, 'replace')}
          />
          <Select
            label="Group by"
            value={query.by}
            options={[
              ['', 'nothing'],
              ['account', 'account'],
              ['account.segment', 'account’s segment'],
              ['account.tier', 'account’s tier'],
              ['territory', 'territory'],
              ...options(known, query.by),
            ]}
            onChoose={(by) => updateSettings({ by, ...(by ? {} : { sum: '' }) })}
          />
          {query.by && (
            <Select
              label="Sum of"
              value={query.sum}
              options={[['', 'nothing'], ...options(summable, query.sum)]}
              onChoose={(sum) => updateSettings({ sum })}
            />
          )}
        </div>
        <Conditions conditions={query.conditions} fields={known} onChange={(c) => updateSettings({ if: formatConditions(c) }, 'replace')} />
      </section>
      {query.by ? (
        <Groups
          query={query}
          address={address}
          filterQuery={filterQuery}
          money={known.find((f) => f.name === query.sum)?.type === 'money'}
          rate={known.find((f) => f.name === query.sum)?.type === 'rate'}
        />
      ) : (
        <Rows query={query} address={address} filterQuery={filterQuery} columns={chosen} />
      )}
    </div>
  );
}

/** The fields as options, including an unknown one in the address. */
const options = (fields: readonly EntityField[], chosen: string) =>
  [...new Set([...fields.map((f) => f.name), chosen])].filter((n) => n && !commonGroupFields.has(n)).map((n) => [n, fieldName(n)] as const);
