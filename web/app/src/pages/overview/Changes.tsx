import { useEffect, useState } from 'preact/hooks';
import type { Change } from '../../api/types';
import { live } from '../../live/connection';
import { count, moment } from '../../format/format';
import { subjectName } from '../../format/subject';
import { word } from '../../format/words';
import { EmptyState } from '../../parts/EmptyState';
import { RetryNote } from '../../parts/RetryNote';
import { PriorityMark } from '../../parts/PriorityMark';
import { useRequest } from '../../parts/useRequest';
import { Link } from '../../parts/Link';
import { accountAt } from '../../state/url';
import { openLead } from '../../state/router';
import { recentChanges, type MovedPage } from './recentChanges';

const shown = 8;

/** Priority and health changes of the last hour, the newest first, kept current. */
export function Changes() {
  const { data, problem, reload } = useRequest<MovedPage>('/api/v1/changes?limit=50');
  const [pushed, setTold] = useState<readonly Change[]>([]);
  const [now, setNow] = useState(Date.now());
  const missing = problem?.status === 404;

  useEffect(() => {
    if (!data) return;
    let joined = false;
    const unwatch = live.watch('changes', {
      snapshot: () => joined && reload(),
      frame: (frame) => {
        const fresh = ((frame.changes ?? []) as { change?: Change | null }[]).map((c) => c.change).filter((c): c is Change => !!c);
        if (fresh.length) setTold((before) => [...fresh, ...before].slice(0, 200));
      },
    });
    joined = true;
    return unwatch;
  }, [data !== null]);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);

  const all = data ? recentChanges([...pushed, ...(data.items ?? [])], now) : [];
  return (
    <section class="panel changes" aria-label="Changes in the last hour">
      <div class="panel-head">
        <h2>Changes in the last hour</h2>
        {all.length > 0 && <span class="aside num">{count(Math.max(all.length, data?.total ?? 0))}</span>}
      </div>
      {missing ? (
        <EmptyState icon="info" title="This server has no list of changes">
          <p>Messages in the corner still report changes of priority.</p>
        </EmptyState>
      ) : problem && !data ? (
        <p class="panel-note">
          <RetryNote problem={problem} retry={reload} />
        </p>
      ) : !data ? (
        <div class="bones top-bones">
          {[0, 1, 2].map((i) => (
            <i key={i} class="bone bone-row" />
          ))}
        </div>
      ) : all.length ? (
        <ol class="change-list">
          {all.slice(0, shown).map((m) => (
            <ChangeRow key={m.id} change={m} />
          ))}
        </ol>
      ) : (
        <EmptyState icon="check" title="No changes">
          <p>No lead has changed its priority, and no customer has become at risk or recovered.</p>
        </EmptyState>
      )}
    </section>
  );
}

function ChangeRow({ change: { at, lead, account, before, after, cause, kind } }: { change: Change }) {
  const name = kind === 'lead' ? (lead ? subjectName(lead) : 'A removed lead') : account.name;
  return (
    <li class="change">
      <time class="num" dateTime={at}>
        {moment(at)}
      </time>
      <span class="change-what">
        {kind === 'lead' && lead ? (
          <button class="link-button change-name" type="button" onClick={() => openLead(lead.id)}>
            {name}
          </button>
        ) : kind === 'account' ? (
          <Link to={accountAt(account.id)} class="link-button change-name">
            {name}
          </Link>
        ) : (
          <b>{name}</b>
        )}
        <small>
          {kind === 'lead' && <span>{account.name}</span>}
          {cause && <span>{cause.text}</span>}
        </small>
      </span>
      <span class="change-bands">
        {kind === 'lead' ? (
          <>
            <span class="aside">{word(before)}</span> <span aria-label="to">→</span> <PriorityMark priority={after as 'high'} />
          </>
        ) : (
          <span class={after === 'at_risk' ? 'tone-critical' : 'tone-good'}>
            {after === 'at_risk' ? 'now at risk' : 'no longer at risk'}
          </span>
        )}
      </span>
    </li>
  );
}
