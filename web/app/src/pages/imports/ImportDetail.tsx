import { useState } from 'preact/hooks';
import type { Import, ImportSheet } from '../../api/types';
import { request } from '../../api/http';
import { count, counted, day, momentInFull } from '../../format/format';
import { word } from '../../format/words';
import { DataTable, type Column } from '../../parts/DataTable';
import { StatTile } from '../../parts/StatTile';
import { Icon } from '../../parts/Icon';
import { Callout } from '../../parts/Callout';
import { Link } from '../../parts/Link';
import { updateSettings } from '../../state/router';
import { overview, viewWith } from '../../state/url';
import { NameCell } from '../shared/cells';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { Panel } from '../shared/Panel';
import { ImportBadge } from './ImportBadge';
import { sheetRemarks } from './remarks';

/** One import: its progress, its result for each sheet, its row errors, and undo. */
export function ImportDetail({ job, again: reload }: { job: Import; again(): void }) {
  const [undoing, setUndoing] = useState(false);
  const { report } = job;
  const path = `/api/v1/imports/${encodeURIComponent(job.id)}`;
  const running = job.state === 'running' || job.state === 'queued';
  return (
    <Panel
      title={job.fileName}
      label="The import"
      note={
        <>
          {momentInFull(job.createdAt)}
          {report && <>, data of {day(report.dataDate)}</>}
        </>
      }
      tools={
        <span class="one-tools">
          <ImportBadge job={job} />
          {report && report.errorCount > 0 && (
            <a class="button" href={`${path}/errors`} download>
              <Icon name="download" />
              <span>{counted(report.errorCount, 'row error')}</span>
            </a>
          )}
          {job.canUndo && (
            <button class="button" type="button" onClick={() => setUndoing(true)}>
              <Icon name="undo" />
              <span>Undo import</span>
            </button>
          )}
          <button class="icon-button" type="button" aria-label="Close" onClick={() => updateSettings({ id: '' })}>
            <Icon name="close" />
          </button>
        </span>
      }
    >
      {running && (
        <p class="import-running" role="status">
          <span class="import-bar" aria-hidden="true" />
          <span>
            {job.state === 'queued' ? 'Waiting for earlier imports' : word(job.stage || 'reading')},{' '}
            <b class="num">{counted(job.rowsRead, 'row')}</b> read
          </span>
        </p>
      )}
      {job.state === 'done' && !job.dryRun && !job.undone && (
        <p class="view-pad">
          <Link to={overview} class="more-link">
            See what it changed on the overview
          </Link>
        </p>
      )}
      {job.undone && (
        <div class="view-pad">
          <Callout icon="undo">
            Undone {momentInFull(job.undone.at)}
            {job.undone.by && ` by ${job.undone.by}`}
            {job.undone.reason && `: ${job.undone.reason}`}. Import the file again to restore it.
          </Callout>
        </div>
      )}
      {job.failure && (
        <div class="view-pad">
          <Callout icon="warning" tone="warn" role="alert">
            {job.failure} What was taken before stays; importing again adds what is missing.
          </Callout>
        </div>
      )}
      {report && (
        <>
          <div class="figures one-figures">
            <StatTile
              name="Rows"
              note={[report.skipped && `${count(report.skipped)} without data skipped`, report.blank && `${count(report.blank)} blank`]
                .filter(Boolean)
                .join(', ')}
            >
              {count(report.rows)}
            </StatTile>
            <StatTile
              name={job.dryRun ? 'Events to add' : 'New events'}
              note={job.dryRun ? 'nothing changed' : `${count(report.repeated)} already known`}
            >
              {count(job.dryRun ? report.events : report.new)}
            </StatTile>
            <StatTile
              name="Refused"
              note={report.refused ? 'see the row errors' : 'all rows taken'}
              {...(report.refused ? { tone: 'high' as const } : {})}
            >
              {count(report.refused)}
            </StatTile>
            <StatTile
              name="Warned"
              note={report.values ? `${counted(report.values, 'value')} left out` : 'taken, with a warning'}
              {...(report.warned ? { tone: 'high' as const } : {})}
            >
              {count(report.warned)}
            </StatTile>
            <StatTile name="Not used yet" note="stored and listed only" {...(report.unused ? { tone: 'high' as const } : {})}>
              {count(report.unused)}
            </StatTile>
            <StatTile name="Names matched" note={job.dryRun ? 'not in a dry run' : 'new decisions'}>
              {count(report.decisions)}
            </StatTile>
          </div>
          <Unused sheets={report.sheets} />
          <DataTable label="Sheets" rows={report.sheets} id={(s) => s.name} columns={sheets} />
          <Remarks sheets={report.sheets} />
        </>
      )}
      {undoing && <Undo job={job} path={path} onClose={() => setUndoing(false)} again={reload} />}
    </Panel>
  );
}

/** The filter of the deep dive that finds the unused rows of a table. */
const filterOf = (s: ImportSheet): string => (s.kind === 'raw' && s.table ? `table:eq:${s.table}` : s.table ? 'account:empty' : '');

/** The sheets that were not read, and the tables with rows that are stored and not used yet. */
function Unused({ sheets: all }: { sheets: readonly ImportSheet[] }) {
  const unused = all.filter((s) => s.unused > 0);
  const unread = all.filter((s) => s.unread > 0);
  if (!unused.length && !unread.length) return null;
  return (
    <div class="view-pad import-unused">
      <div class="callout callout-warn">
        <Icon name="note" />
        <div>
          {unread.length > 0 && (
            <>
              <b>Not read</b>
              <ul>
                {unread.map((s) => (
                  <li key={s.name}>
                    <b>{s.name}</b>: {counted(s.unread, 'row')} ({s.problem}).
                  </li>
                ))}
              </ul>
            </>
          )}
          {unused.length > 0 && (
            <>
              <b>Stored, not used yet</b>
              <ul>
                {unused.map((s) => (
                  <li key={s.name}>
                    <b>{s.name}</b>: {counted(s.unused, 'row')}. {s.unusedReason}{' '}
                    {s.kind && <Link to={viewWith('explore', { kind: s.kind, if: filterOf(s) })}>Show them</Link>}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      </div>
    </div>
  );
}

function Remarks({ sheets: all }: { sheets: readonly ImportSheet[] }) {
  const remarked = all.map((s) => ({ name: s.name, remarks: sheetRemarks(s) })).filter((s) => s.remarks.length > 0);
  if (!remarked.length) return null;
  return (
    <section class="import-remarks" aria-label="Remarks">
      {remarked.map(({ name, remarks }) => (
        <div key={name}>
          <h3>{name}</h3>
          <ul>
            {remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

const sheets: Column<ImportSheet>[] = [
  {
    key: 'name',
    name: 'Sheet or table',
    card: 'title',
    cell: (s) => <NameCell name={s.name} sub={s.kind ? word(s.kind) : 'not recognised'} />,
  },
  { key: 'rows', name: 'Rows', width: 84, number: true, cell: (s) => count(s.rows) },
  { key: 'skipped', name: 'Skipped', width: 88, number: true, cell: (s) => count(s.skipped) },
  { key: 'events', name: 'Events', width: 84, number: true, cell: (s) => count(s.events) },
  { key: 'refused', name: 'Refused', width: 84, number: true, cell: (s) => (s.refused ? <b>{count(s.refused)}</b> : '0') },
  {
    key: 'unused',
    name: 'Not used yet',
    width: 116,
    number: true,
    cell: (s) => (s.unused ? <b>{count(s.unused)}</b> : '0'),
  },
  { key: 'warned', name: 'Warned', width: 84, number: true, cell: (s) => (s.warned ? <b>{count(s.warned)}</b> : '0') },
  { key: 'repeated', name: 'Repeated', width: 92, number: true, rank: 2, cell: (s) => count(s.repeated) },
];

function Undo({ job, path, onClose, again }: { job: Import; path: string; onClose(): void; again(): void }) {
  const [reason, setReason] = useState('');
  const why = reason.trim();
  return (
    <ConfirmDialog
      title="Undo this import?"
      button="Undo import"
      work={() =>
        request<unknown>(`${path}/undo`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(why ? { reason: why } : {}),
        })
      }
      onDone={again}
      onClose={onClose}
    >
      <p>
        The data of <b>{job.fileName}</b> no longer counts, and earlier values apply again. Import the file again to restore it.
      </p>
      <label class="ask-field">
        Why (optional)
        <input class="field" maxLength={500} value={reason} onInput={(e) => setReason(e.currentTarget.value)} />
      </label>
    </ConfirmDialog>
  );
}
