/** What the connection pill says. */
export type Status = { kind: 'connecting' } | { kind: 'live' } | { kind: 'reconnecting'; since: number } | { kind: 'stale'; since: number };

/** A topic that says nothing for this long has been lost. */
export const silenceTimeoutMs = 3_000;
/** Until then a break is likely to heal by itself and nobody needs to worry. */
export const gracePeriodMs = 10_000;

/**
 * @param connected there is a line to the server
 * @param heard when something was last heard of the topic that has been silent longest; null when nothing was ever heard
 * @param began when the page began to listen
 */
export function statusOf(connected: boolean, heard: number | null, began: number, now: number): Status {
  if (connected && heard !== null && now - heard <= silenceTimeoutMs) return { kind: 'live' };
  const since = heard ?? began;
  if (now - since > gracePeriodMs) return { kind: 'stale', since };
  return heard === null ? { kind: 'connecting' } : { kind: 'reconnecting', since };
}

export const sameStatus = (a: Status, b: Status): boolean =>
  a.kind === b.kind && ('since' in a ? a.since : 0) === ('since' in b ? b.since : 0);
