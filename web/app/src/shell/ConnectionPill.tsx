import { live } from '../live/connection';
import { hourMinute } from '../format/format';

/** Shows whether the page follows the server. */
export function ConnectionPill() {
  const status = live.status.value;
  const text =
    status.kind === 'live'
      ? 'Live'
      : status.kind === 'connecting'
        ? 'Connecting'
        : status.kind === 'reconnecting'
          ? 'Reconnecting'
          : `Stale since ${hourMinute(status.since)}`;
  const hint =
    status.kind === 'live'
      ? 'Every change is shown as it happens.'
      : status.kind === 'stale'
        ? 'The connection is lost. The page shows the last known state and reconnects by itself.'
        : 'Connecting to the server.';
  return (
    <span class={`pill pill-${status.kind}`} role="status" title={hint}>
      <svg class="pill-mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {status.kind === 'live' && <circle cx="6" cy="6" r="4" />}
        {status.kind === 'stale' && <path d="M6 1 11.5 11H.5z" />}
        {(status.kind === 'connecting' || status.kind === 'reconnecting') && <circle class="ring" cx="6" cy="6" r="4" />}
      </svg>
      {text}
    </span>
  );
}
