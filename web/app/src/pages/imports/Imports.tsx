import type { Import, Page } from '../../api/types';
import { count, moment, momentInFull } from '../../format/format';
import { duration } from '../../format/units';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Skeleton } from '../../parts/Skeleton';
import { useRequest } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import { may } from '../../state/session';
import { viewWith } from '../../state/url';
import type { PageProps } from '../shared/pageProps';
import { ImportBadge } from './ImportBadge';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { Panel } from '../shared/Panel';
import '../shared/shared.css';
import './imports.css';
import { NewImport } from './NewImport';
import { ImportDetail } from './ImportDetail';

/** Imports files and lists earlier imports. */
export function ImportsPage({ settings }: PageProps) {
  const found = useRequest<Page<Import>>('/api/v1/imports?limit=100', 'imports');
  const open = settings['id'] ? (found.data?.items.find((i) => i.id === settings['id']) ?? null) : null;
  return (
    <div class="page view">
      <PageHeader title="Imports" sub="Workbooks, tables and territory files" />
      {may('operate') && (
        <NewImport
          onStarted={(started) => {
            found.reload();
            updateSettings({ id: started.id });
          }}
        />
      )}
      {settings['id'] && found.data && !open && <ImportNotFound />}
      {open && <ImportDetail key={open.id} job={open} again={found.reload} />}
      <Panel title="History" note="Imports stay in the journal until they are undone.">
        <RequestResult request={found} what="Imports" waiting={<Skeleton rows={4} />}>
          {({ items }) => (
            <DataTable
              label="Imports"
              rows={items}
              id={(i) => i.id}
              columns={columns}
              ordered
              open={open?.id ?? null}
              to={(i) => viewWith('imports', { id: i.id })}
              empty={
                <EmptyState title="Nothing has been imported">Drop a file above. A dry run reports without changing anything.</EmptyState>
              }
            />
          )}
        </RequestResult>
      </Panel>
    </div>
  );
}

const ImportNotFound = () => (
  <p class="callout">
    <span>That import is no longer in the list. Its data is in the journal.</span>
  </p>
);

const durationOf = (i: Import) => (i.startedAt && i.finishedAt ? duration(Date.parse(i.finishedAt) - Date.parse(i.startedAt)) : '–');

const columns: Column<Import>[] = [
  { key: 'file', name: 'File', card: 'title', cell: (i) => <b title={i.fileName}>{i.fileName}</b> },
  { key: 'state', name: 'State', width: 180, cell: (i) => <ImportBadge job={i} /> },
  { key: 'rows', name: 'Rows', width: 90, number: true, cell: (i) => count(i.report?.rows ?? i.rowsRead) },
  { key: 'new', name: 'New events', width: 100, number: true, cell: (i) => count(i.report?.new) },
  {
    key: 'refused',
    name: 'Refused',
    width: 90,
    number: true,
    cell: (i) => (i.report?.refused ? <b>{count(i.report.refused)}</b> : count(i.report?.refused)),
  },
  {
    key: 'warned',
    name: 'Warned',
    width: 90,
    number: true,
    cell: (i) => (i.report?.warned ? <b>{count(i.report.warned)}</b> : count(i.report?.warned)),
  },
  { key: 'skipped', name: 'Skipped', width: 90, number: true, rank: 2, cell: (i) => count(i.report?.skipped) },
  {
    key: 'unused',
    name: 'Not used yet',
    width: 116,
    number: true,
    cell: (i) => (i.report?.unused ? <b>{count(i.report.unused)}</b> : count(i.report?.unused)),
  },
  { key: 'took', name: 'Took', width: 80, number: true, rank: 2, cell: durationOf },
  { key: 'at', name: 'When', width: 90, number: true, cell: (i) => <span title={momentInFull(i.createdAt)}>{moment(i.createdAt)}</span> },
];
