import { useEffect, useRef, useState } from 'preact/hooks';
import { setStatus } from '../../api/client';
import { Problem } from '../../api/http';
import type { Lead, LeadStatus } from '../../api/types';
import { word } from '../../format/words';
import { Icon } from '../../parts/Icon';
import { stepsFrom, tell, type Told } from './commands';
import type { Read } from './useLead';

const verbs: Record<string, string> = { contacted: 'Contact', qualified: 'Qualify', converted: 'Convert', rejected: 'Reject' };
const usualReasons = ['Already renewed', 'Item no longer in use', 'No budget this year', 'Wrong contact'];

interface Props {
  lead: Lead;
  etag: string;
  disabled: boolean;
  reload(): Promise<Read | null>;
}

/** The steps that a lead can take from where it stands. Each goes out with the version that the reader saw. */
export function Actions({ lead, etag, disabled, reload }: Props) {
  const [asking, setAsking] = useState<LeadStatus | null>(null);
  const [busy, setBusy] = useState<LeadStatus | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const steps = stepsFrom(lead.status);

  const send = async (status: LeadStatus, more: { reason?: string; opportunityId?: string } = {}) => {
    setBusy(status);
    setTold(null);
    try {
      await setStatus(lead.id, etag, { status, ...more });
      setAsking(null);
      setTold({ tone: 'good', text: `${word(status)}.` });
      await reload();
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, 'Something went wrong', String(error));
      // What was typed stays; what the reader sees is brought up to date before anything is said about it.
      const now = problem.status === 412 || problem.status === 409 ? await reload() : null;
      setTold(tell(problem, now?.detail.lead.status ?? null));
    } finally {
      setBusy(null);
    }
  };

  return (
    <footer class="actions">
      {told && (
        <p class={`remark remark-${told.tone}`} role={told.tone === 'good' ? 'status' : 'alert'}>
          <Icon name={told.tone === 'good' ? 'check' : 'warning'} />
          <span>{told.text}</span>
        </p>
      )}
      {asking && steps.includes(asking) ? (
        <Ask status={asking} busy={busy !== null} onSend={(more) => void send(asking, more)} onCancel={() => setAsking(null)} />
      ) : steps.length ? (
        <div class="action-row">
          {steps.map((status, i) => (
            <button
              key={status}
              type="button"
              class={`button${i === 0 ? ' button-main' : ''}${status === 'rejected' ? ' button-reject' : ''}`}
              disabled={disabled || busy !== null}
              onClick={() => (status === 'rejected' || status === 'converted' ? (setTold(null), setAsking(status)) : void send(status))}
            >
              {busy === status ? `${verbs[status]} …` : verbs[status]}
            </button>
          ))}
        </div>
      ) : (
        <p class="aside">This lead is closed. Its score stays as it was.</p>
      )}
    </footer>
  );
}

function Ask({ status, busy, onSend, onCancel }: { status: LeadStatus; busy: boolean; onSend(more: { reason?: string; opportunityId?: string }): void; onCancel(): void }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const rejecting = status === 'rejected';
  const given = text.trim();
  return (
    <form
      class="ask"
      onSubmit={(e) => {
        e.preventDefault();
        if (rejecting) given && onSend({ reason: given });
        else onSend(given ? { opportunityId: given } : {});
      }}
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return;
        e.preventDefault();
        e.stopPropagation();
        onCancel();
      }}
    >
      <label>
        {rejecting ? 'Why is it rejected?' : 'Opportunity (optional)'}
        <input class="field" ref={field} value={text} maxLength={500} placeholder={rejecting ? 'Reason' : 'OPE-0012345678'} required={rejecting} onInput={(e) => setText(e.currentTarget.value)} />
      </label>
      {rejecting && (
        <div class="reasons">
          {usualReasons.map((r) => (
            <button key={r} type="button" class="chip" onClick={() => setText(r)}>
              {r}
            </button>
          ))}
        </div>
      )}
      <div class="action-row">
        <button class={`button ${rejecting ? 'button-reject-main' : 'button-main'}`} type="submit" disabled={busy || (rejecting && !given)}>
          {verbs[status]}
        </button>
        <button class="button" type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
