import type { Preview, PreviewSheet } from '../../api/types';
import { count, counted, day } from '../../format/format';
import { word } from '../../format/words';
import { Icon } from '../../parts/Icon';
import { Callout } from '../../parts/Callout';
import { Badge } from '../shared/Badge';

/** The preview of a file: which column becomes which field. */
export const PreviewTable = ({ preview }: { preview: Preview }) => (
  <div class="preview">
    <p class="preview-sum">
      <b>{counted(preview.rows, 'row')}</b> become <b>{counted(preview.events, 'event')}</b>
      {preview.refused > 0 && (
        <>
          , <b class="is-refused">{count(preview.refused)} refused</b>
        </>
      )}
      {preview.warned > 0 && (
        <>
          , <b class="is-refused">{count(preview.warned)} taken with a warning</b>
        </>
      )}
      {preview.skipped > 0 && `, ${count(preview.skipped)} without data skipped`}
      {preview.unused > 0 && (
        <>
          ; <b class="is-refused">{count(preview.unused)} not used yet</b>
        </>
      )}
      <span class="aside">
        {' '}
        data of {day(preview.dataDate)} ({preview.dataDateFrom})
      </span>
    </p>
    {preview.sheets.map((sheet, i) => (
      <Sheet key={sheet.name} sheet={sheet} open={i === 0 || sheet.problem !== null} />
    ))}
  </div>
);

function Sheet({ sheet, open }: { sheet: PreviewSheet; open: boolean }) {
  const matched = sheet.columns.filter((c) => c.field).length;
  return (
    <details class="preview-sheet" open={open}>
      <summary>
        <b>{sheet.name}</b>
        {sheet.kind ? (
          <Badge tone="good" icon="check">
            {word(sheet.kind)}
          </Badge>
        ) : (
          <Badge tone="high" icon="warning">
            Not recognised
          </Badge>
        )}
        <span class="aside num">
          {counted(sheet.rows, 'row')}, {count(matched)} of {counted(sheet.columns.length, 'column')} matched
          {sheet.refused > 0 && `, ${count(sheet.refused)} refused`}
          {sheet.warned > 0 && `, ${count(sheet.warned)} with a warning`}
          {sheet.skipped > 0 && `, ${count(sheet.skipped)} skipped`}
        </span>
      </summary>
      {sheet.problem && (
        <Callout icon="warning" tone="warn">
          {sheet.problem}
        </Callout>
      )}
      {sheet.unused > 0 && (
        <p class="preview-note">
          <b>Stored, not used yet: {counted(sheet.unused, 'row')}.</b> {sheet.unusedReason}
        </p>
      )}
      {sheet.missing.length > 0 && (
        <p class="preview-note">
          Missing columns: <b>{sheet.missing.join(', ')}</b>. Their values stay unchanged.
        </p>
      )}
      {sheet.notes.map((note) => (
        <p key={note} class="preview-note">
          {note}
        </p>
      ))}
      {sheet.columns.length > 0 && (
        <div class="preview-columns" tabIndex={0} role="region" aria-label={`Columns of ${sheet.name}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Column of the file</th>
                <th scope="col">becomes</th>
                <th scope="col">for instance</th>
              </tr>
            </thead>
            <tbody>
              {sheet.columns.map((c) => (
                <tr key={c.header}>
                  <th scope="row">{c.header}</th>
                  <td>
                    {c.field ? (
                      <>
                        <Icon name="arrow" /> {c.field}
                      </>
                    ) : (
                      <span class="aside">kept under its own name</span>
                    )}
                  </td>
                  <td class="aside">{c.samples.filter(Boolean).slice(0, 3).join(' · ') || '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
