import type { AuditRow } from '../../api/types';
import { momentInFull } from '../../format/format';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { ExportMenu } from '../../parts/ExportMenu';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Skeleton } from '../../parts/Skeleton';
import { updateSettings } from '../../state/router';
import { viewWith } from '../../state/url';
import { PageHeader } from '../shared/PageHeader';
import type { PageProps } from '../shared/pageProps';
import { RequestResult } from '../shared/RequestResult';
import { Select } from '../shared/Select';
import { UrlSearchField } from '../shared/UrlSearchField';
import '../shared/shared.css';
import './audit.css';
import { actionName, actions, authorName, differences, objectName } from './audit';
import { useAudit } from './useAudit';

const filters = ['text', 'author', 'action', 'object', 'id', 'from', 'to'] as const;

/** What people, programs and commands did: who, when, from where, to what, before and after. */
export function AuditPage({ settings }: PageProps) {
  const parameters = new URLSearchParams();
  for (const name of filters) {
    const value = settings[name];
    if (value) parameters.set(name, name === 'from' || name === 'to' ? `${value}T00:00:00Z` : value);
  }
  const exported = (format: string) => `/api/v1/audit/export?${new URLSearchParams([...parameters, ['format', format]])}`;
  const found = useAudit(`/api/v1/audit?${new URLSearchParams([['limit', '100'], ...parameters])}`);
  const isFiltered = [...parameters].length > 0;
  return (
    <div class="page view">
      <PageHeader title="Audit" sub="Who did what, when, and from where">
        <button class="button" type="button" onClick={found.reload}>
          <Icon name="refresh" />
          <span>Refresh</span>
        </button>
        <ExportMenu csv={exported('csv')} xlsx={exported('xlsx')} what="The newest 100,000 rows" />
      </PageHeader>
      <div class="view-filters" role="search">
        <UrlSearchField value={settings['text']} label="Anything in a row" />
        <Select
          label="By"
          value={settings['author'] ?? ''}
          options={[
            ['', 'Everybody'],
            ['person', 'People'],
            ['program', 'Programs'],
            ['shell', 'Commands'],
            ['anybody', 'Not signed in'],
            ...(['', 'person', 'program', 'shell', 'anybody'].includes(settings['author'] ?? '') ? [] : [settings['author'] ?? '']),
          ]}
          onChoose={(author) => updateSettings({ author }, 'replace')}
        />
        <Select
          label="Action"
          value={settings['action'] ?? ''}
          options={[['', 'All'], ...Object.entries(actions)]}
          onChoose={(action) => updateSettings({ action }, 'replace')}
        />
        <DayField label="From" value={settings['from'] ?? ''} onChoose={(from) => updateSettings({ from }, 'replace')} />
        <DayField label="Before" value={settings['to'] ?? ''} onChoose={(to) => updateSettings({ to }, 'replace')} />
        {isFiltered && (
          <Link to={viewWith('audit')} class="text-link">
            Show all
          </Link>
        )}
      </div>
      <section class="panel tab-body" aria-label="Audit">
        <RequestResult request={found} what="The audit" waiting={<Skeleton rows={10} />}>
          {() => (
            <DataTable
              label="What was done, the newest first"
              rows={found.rows}
              id={(r) => String(r.sequence)}
              columns={columns}
              ordered
              onNearEnd={found.more}
              empty={
                isFiltered ? (
                  <EmptyState icon="search" title="Nothing matches">
                    {found.through
                      ? `Nothing since ${momentInFull(found.through)} matches these filters. `
                      : 'Nothing matches these filters. '}
                    <Link to={viewWith('audit')} class="text-link">
                      Show all
                    </Link>
                  </EmptyState>
                ) : (
                  <EmptyState icon="note" title="Nothing has been done yet">
                    Each step on leads, import, sign-in, export and change of a user or key is listed here, with its author, their address,
                    and the values before and after. If somebody changes or removes a row in the store, <code>onelead verify</code> names
                    it.
                  </EmptyState>
                )
              }
              after={
                found.through && (
                  <p class="audit-more">
                    <button class="button" type="button" disabled={found.busy} onClick={found.more}>
                      Look further back than {momentInFull(found.through)}
                    </button>
                  </p>
                )
              }
            />
          )}
        </RequestResult>
      </section>
    </div>
  );
}

const DayField = ({ label, value, onChoose }: { label: string; value: string; onChoose(day: string): void }) => (
  <label class="pick">
    <span>{label}</span>
    <input class="field" type="date" value={value} onChange={(e) => onChoose(e.currentTarget.value)} />
  </label>
);

const columns: Column<AuditRow>[] = [
  { key: 'at', name: 'When', width: 170, cell: (r) => <span title={`Row ${r.sequence} of the journal`}>{momentInFull(r.at)}</span> },
  {
    key: 'author',
    name: 'Who',
    width: 180,
    card: 'title',
    cell: (r) => <b title={`${word(r.author.kind)} ${r.author.id}`}>{authorName(r)}</b>,
  },
  { key: 'address', name: 'From', width: 140, rank: 3, cell: (r) => <span class="mono aside">{r.author.address ?? '–'}</span> },
  { key: 'action', name: 'What', width: 190, cell: (r) => actionName(r.action) },
  { key: 'object', name: 'Of', width: 220, rank: 2, cell: (r) => <span title={objectName(r)}>{objectName(r)}</span> },
  { key: 'change', name: 'Before → after', cell: (r) => <Difference row={r} /> },
];

function Difference({ row }: { row: AuditRow }) {
  const fields = differences(row);
  if (!fields.length) return <span class="aside">–</span>;
  const full = fields.map((f) => `${f.name}: ${f.before ?? '–'} → ${f.after ?? '–'}`).join('\n');
  return (
    <span class="audit-change" title={full}>
      {fields.map((f) => (
        <span key={f.name}>
          <span class="aside">{f.name}</span> {f.before !== null && <s>{f.before}</s>} {f.after !== null ? f.after : <em>removed</em>}
        </span>
      ))}
    </span>
  );
}
