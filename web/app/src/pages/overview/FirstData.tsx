import { useState } from 'preact/hooks';
import { Problem, request } from '../../api/http';
import { portfolio } from '../../live/connection';
import { Icon } from '../../parts/Icon';
import { Callout } from '../../parts/Callout';
import { lazy } from '../../parts/lazy';
import { RetryNote } from '../../parts/RetryNote';
import { Skeleton } from '../../parts/Skeleton';
import { navigate } from '../../state/router';
import { may, seesAllAccounts } from '../../state/session';
import { viewWith } from '../../state/url';

const NewImport = lazy(
  () => import('../imports/NewImport').then((m) => m.NewImport),
  ({ problem, retry }) => (problem ? <RetryNote problem={problem} retry={retry} /> : <Skeleton rows={2} />),
);

/** Shown while nothing is imported: load the sample data or import a file. */
export function FirstData() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const load = async () => {
    setBusy(true);
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
            ? 'This server cannot load the sample data.'
            : messageOf(error),
        );
    }
    setBusy(false);
  };

  if (!may('operate'))
    return (
      <section class="first" aria-label="First data">
        <h2>{seesAllAccounts() ? 'No data yet' : 'No account is yours yet'}</h2>
        <p class="first-lead">
          {seesAllAccounts()
            ? 'There are no leads until an administrator has imported data.'
            : 'You see the accounts that name you as account manager, or that are in your territories, and there is none. Ask an administrator if there should be.'}
        </p>
      </section>
    );
  return (
    <section class="first" aria-label="First data">
      <h2>No data yet</h2>
      <p class="first-lead">
        OneLead reads what your customers own, buy and use, and tells you whom to call and why. Start in one of these ways:
      </p>
      <div class="first-ways">
        <div class="panel first-way">
          <Icon name="box" />
          <h3>Try the sample data</h3>
          <p>A generated portfolio of 200 installed items as of today. Loading takes two seconds.</p>
          <button class="button button-main" type="button" disabled={busy} onClick={() => void load()}>
            {busy ? 'Loading …' : 'Load the sample data'}
          </button>
        </div>
        <div class="first-import">
          <h3>Import a file of yours</h3>
          <p>An export of installed items, opportunities or projects. You see a preview before anything is stored.</p>
          <NewImport onStarted={(job) => navigate(viewWith('imports', { id: job.id }))} />
        </div>
      </div>
      {problem && (
        <Callout icon="warning" tone="warn" role="alert">
          {problem}
        </Callout>
      )}
    </section>
  );
}

const messageOf = (error: unknown): string => (error instanceof Problem ? (error.detail ?? error.title) : String(error));
