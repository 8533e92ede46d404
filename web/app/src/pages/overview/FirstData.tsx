import { useRef, useState } from 'preact/hooks';
import { Problem, request } from '../../api/http';
import { portfolio } from '../../live/connection';
import { counted } from '../../format/format';
import { Icon } from '../../parts/Icon';
import { Callout } from '../../parts/Callout';
import { useRequest } from '../../parts/useRequest';

interface Import {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  stage?: string | null;
  rowsRead?: number;
  failure?: string | null;
}

const accepted = '.xlsx,.csv,.tsv,.zip,.yaml,.yml';

/** Shown while nothing is imported: load the sample data or import a file. */
export function FirstData() {
  const [busy, setBusy] = useState<'sample' | 'file' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);

  const load = async () => {
    setBusy('sample');
    setProblem(null);
    try {
      await request('/api/v1/samples', { method: 'POST' });
      await portfolio.read();
    } catch (error) {
      // Somebody else has loaded data meanwhile.
      if (error instanceof Problem && error.status === 409) await portfolio.read();
      else
        setProblem(
          error instanceof Problem && (error.status === 404 || error.status === 405)
            ? 'This server has no sample data. Start it with --sample.'
            : messageOf(error),
        );
    }
    setBusy(null);
  };

  const send = async (file: File | undefined) => {
    if (!file || busy) return;
    setBusy('file');
    setProblem(null);
    try {
      const { body } = await request<Import>(`/api/v1/imports?fileName=${encodeURIComponent(file.name)}`, {
        method: 'POST',
        body: file,
        headers: { 'content-type': 'application/octet-stream' },
      });
      setJob(body.id);
    } catch (error) {
      setProblem(messageOf(error));
    }
    setBusy(null);
  };

  return (
    <section
      class={`first${over ? ' is-over' : ''}`}
      aria-label="First data"
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        void send(e.dataTransfer?.files[0]);
      }}
    >
      <h2>No data yet</h2>
      <p class="first-lead">
        OneLead reads what your customers own, buy and use, and tells you whom to call and why. Start in one of these ways:
      </p>
      <div class="first-ways">
        <div class="panel first-way">
          <Icon name="box" />
          <h3>Try the sample data</h3>
          <p>A generated portfolio of 200 installed items as of today. Loading takes two seconds.</p>
          <button class="button button-main" type="button" disabled={busy !== null || job !== null} onClick={() => void load()}>
            {busy === 'sample' ? 'Loading …' : 'Load the sample data'}
          </button>
        </div>
        <div class="panel first-way first-drop">
          <Icon name="upload" />
          <h3>Drop a workbook</h3>
          <p>An export of installed items, opportunities or projects: .xlsx, .csv, .tsv, or a .zip of them.</p>
          <input
            ref={picker}
            class="unseen"
            type="file"
            accept={accepted}
            tabIndex={-1}
            aria-hidden="true"
            onChange={(e) => void send(e.currentTarget.files?.[0])}
          />
          <button class="button" type="button" disabled={busy !== null || job !== null} onClick={() => picker.current?.click()}>
            {busy === 'file' ? 'Sending …' : 'Choose a file'}
          </button>
        </div>
      </div>
      {job && <Progress id={job} onFailed={() => setJob(null)} />}
      {problem && (
        <Callout icon="warning" tone="warn" role="alert">
          {problem}
        </Callout>
      )}
    </section>
  );
}

function Progress({ id, onFailed }: { id: string; onFailed(): void }) {
  const { data } = useRequest<Import>(`/api/v1/imports/${id}`, 'imports');
  return (
    <Callout icon={data?.state === 'failed' ? 'warning' : 'clock'} role="status">
      {!data || data.state === 'queued'
        ? 'The file is waiting for earlier imports.'
        : data.state === 'running'
          ? `Importing: ${counted(data.rowsRead ?? 0, 'row')} read.`
          : data.state === 'done'
            ? 'Imported. The scores are being computed.'
            : `The import failed. ${data.failure ?? ''}`}{' '}
      {data?.state === 'failed' && (
        <button class="link-button" type="button" onClick={onFailed}>
          Try another file
        </button>
      )}
    </Callout>
  );
}

const messageOf = (error: unknown): string => (error instanceof Problem ? (error.detail ?? error.title) : String(error));
