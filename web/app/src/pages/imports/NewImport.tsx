import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Import, Preview } from '../../api/types';
import { asProblem, Problem } from '../../api/http';
import { upload } from '../../api/upload';
import { bytes, percent } from '../../format/units';
import { Icon } from '../../parts/Icon';
import { Callout } from '../../parts/Callout';
import { Meter } from '../shared/Meter';
import { kindOf, mappings, parametersOf, usual, type Options } from './options';
import { PreviewTable } from './PreviewTable';
import '../shared/shared.css';
import './imports.css';

const api = '/api/v1/imports';
const endings = '.xlsx,.csv,.tsv,.zip,.yaml,.yml';
const maxBytes = 100_000_000;

type Step = { kind: 'idle' } | { kind: 'preview'; sent: number } | { kind: 'sending'; sent: number; dryRun: boolean };

/** Uploads a file: preview, dry run and import. */
export function NewImport({ onStarted }: { onStarted(job: Import): void }) {
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<Options>(usual);
  const [step, setStep] = useState<Step>({ kind: 'idle' });
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  const kind = file ? kindOf(file.name) : 'unknown';
  const busy = step.kind !== 'idle';

  const take = (chosen: File | null | undefined) => {
    stop.current?.abort();
    setFile(chosen ?? null);
    setPreview(null);
    setProblem(null);
    setStep({ kind: 'idle' });
    if (input.current) input.current.value = '';
    if (!chosen) return;
    if (kindOf(chosen.name) === 'unknown')
      setProblem(
        new Problem(
          415,
          'This file cannot be imported',
          'Supported are workbooks (.xlsx), tables (.csv, .tsv or a .zip of them) and territory files (.yaml).',
        ),
      );
    else if (chosen.size > maxBytes)
      setProblem(
        new Problem(413, 'The file is too large', `An import is at most ${bytes(maxBytes)}; this file has ${bytes(chosen.size)}.`),
      );
  };

  // Request the preview again when the file or the options change.
  useEffect(() => {
    if (!file || kind === 'unknown' || file.size > maxBytes) return;
    const aborter = (stop.current = new AbortController());
    const timer = setTimeout(() => {
      setStep({ kind: 'preview', sent: 0 });
      setProblem(null);
      upload<Preview>(
        `${api}/preview${parametersOf(kind, options)}`,
        file,
        (sent) => aborter.signal.aborted || setStep({ kind: 'preview', sent }),
        aborter.signal,
      ).then(
        (found) => {
          if (aborter.signal.aborted) return;
          setPreview(found);
          setStep({ kind: 'idle' });
        },
        (error: unknown) => {
          if (aborter.signal.aborted) return;
          setPreview(null);
          setStep({ kind: 'idle' });
          setProblem(asProblem(error));
        },
      );
    }, 250);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [file, options]);

  const send = async (dryRun: boolean) => {
    if (!file) return;
    setProblem(null);
    setStep({ kind: 'sending', sent: 0, dryRun });
    try {
      const job = await upload<Import>(`${api}${parametersOf(kind, options, dryRun)}`, file, (sent) =>
        setStep({ kind: 'sending', sent, dryRun }),
      );
      if (!dryRun) take(null);
      onStarted(job);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setStep({ kind: 'idle' });
    }
  };

  const noPreview = problem && (problem.status === 404 || problem.status === 405);
  return (
    <section class="panel new-import" aria-label="New import">
      <div
        class={`drop${over ? ' is-over' : ''}${file ? ' has-file' : ''}`}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={(e) => e.currentTarget.contains(e.relatedTarget as Node) || setOver(false)}
        onDrop={(e) => {
          e.preventDefault();
          setOver(false);
          take(e.dataTransfer?.files[0]);
        }}
      >
        <Icon name={file ? 'note' : 'upload'} />
        {file ? (
          <div>
            <p class="drop-title">{file.name}</p>
            <p class="aside">
              {bytes(file.size)}, {kindNames[kind]}
            </p>
          </div>
        ) : (
          <div>
            <p class="drop-title">Drop a file here</p>
            <p class="aside">Workbook (.xlsx), tables (.csv, .tsv or a .zip of them), territories (.yaml), up to {bytes(maxBytes)}</p>
          </div>
        )}
        <span class="drop-buttons">
          <input
            ref={input}
            class="unseen"
            type="file"
            id="import-file"
            accept={endings}
            tabIndex={-1}
            aria-hidden="true"
            onChange={(e) => take(e.currentTarget.files?.[0])}
          />
          <button class="button" type="button" onClick={() => input.current?.click()}>
            {file ? 'Another file' : 'Choose a file'}
          </button>
          {file && (
            <button class="icon-button" type="button" aria-label="Remove the file" title="Remove the file" onClick={() => take(null)}>
              <Icon name="close" />
            </button>
          )}
        </span>
      </div>
      {file && kind !== 'unknown' && (
        <OptionFields
          tables={kind === 'tables'}
          options={options}
          onChange={(change) => setOptions({ ...options, ...change })}
          disabled={step.kind === 'sending'}
        />
      )}
      {busy && (
        <p class="import-sending" role="status">
          <Meter share={step.sent}>{percent(Math.round(step.sent * 100) / 100)}</Meter>
          <span>
            {step.kind === 'preview'
              ? step.sent < 1
                ? 'Uploading for the preview'
                : 'Reading'
              : step.sent < 1
                ? 'Sending'
                : 'Uploaded; starting'}
          </span>
        </p>
      )}
      {problem && !noPreview && (
        <Callout icon="warning" tone="warn" role="alert">
          {problem.title}. {problem.detail}
        </Callout>
      )}
      {noPreview && (
        <Callout icon="info">
          This server has no preview. A dry run reads the whole file and reports on it without changing anything.
        </Callout>
      )}
      {preview && <PreviewTable preview={preview} />}
      {file && kind !== 'unknown' && (
        <div class="action-row">
          <button
            class="button button-main"
            type="button"
            disabled={step.kind === 'sending' || file.size > maxBytes}
            onClick={() => void send(false)}
          >
            Import
          </button>
          <button class="button" type="button" disabled={step.kind === 'sending' || file.size > maxBytes} onClick={() => void send(true)}>
            Dry run
          </button>
          <p class="aside">
            A dry run reads every row and reports; it changes nothing. The same file with the same data date adds nothing twice.
          </p>
        </div>
      )}
    </section>
  );
}

const kindNames = {
  workbook: 'workbook',
  tables: 'tables',
  territories: 'territory and company names',
  unknown: 'not a known kind of file',
};

function OptionFields({
  tables,
  options,
  onChange,
  disabled,
}: {
  tables: boolean;
  options: Options;
  onChange(change: Partial<Options>): void;
  disabled: boolean;
}) {
  const id = useId();
  return (
    <fieldset class="import-options" disabled={disabled}>
      <legend class="unseen">Import options</legend>
      {tables && (
        <>
          <label>
            <span>Mapping</span>
            <input
              class="field"
              list={`${id}-mappings`}
              placeholder="sales-analytics"
              value={options.mapping}
              onChange={(e) => onChange({ mapping: e.currentTarget.value.trim() })}
            />
            <datalist id={`${id}-mappings`}>
              {mappings.map((m) => (
                <option key={m} value={m} />
              ))}
            </datalist>
            <small>A built-in mapping, or a file in the data directory</small>
          </label>
          <label>
            <span>Source</span>
            <input
              class="field"
              placeholder="the mapping’s name"
              maxLength={100}
              value={options.source}
              onChange={(e) => onChange({ source: e.currentTarget.value })}
            />
            <small>Use a configured source’s name if these are the same objects as in its webhooks</small>
          </label>
          <label>
            <span>Rows missing from this file</span>
            <select
              class="field"
              value={options.missing}
              onChange={(e) => onChange({ missing: e.currentTarget.value as Options['missing'] })}
            >
              <option value="kept">are kept: the file may be partial</option>
              <option value="flagged">are flagged</option>
              <option value="removed">are removed: the file is complete</option>
            </select>
            <small>Records that earlier files of this source had and this one does not</small>
          </label>
        </>
      )}
      <label>
        <span>Data date</span>
        <input class="field" type="date" value={options.dataDate} onChange={(e) => onChange({ dataDate: e.currentTarget.value })} />
        <small>The date of the data. Usually the file contains it.</small>
      </label>
      <label>
        <span>Start on day</span>
        <input class="field" type="date" value={options.asOf} onChange={(e) => onChange({ asOf: e.currentTarget.value })} />
        <small>Only for the first import of old data. The day cannot go back.</small>
      </label>
    </fieldset>
  );
}
