/** What the connection pill says. */
export type Status = { kind: 'connecting' } | { kind: 'live' } | { kind: 'reconnecting'; since: number } | { kind: 'stale'; since: number };

/** A topic that is silent for this long counts as lost. */
export const silenceTimeoutMs = 3_000;
/** Shorter interruptions are shown as reconnecting, longer ones as stale. */
export const gracePeriodMs = 10_000;

/**
 * @param connected whether there is a connection to the server
 * @param heardAt when the quietest topic was last heard; null when a topic was never heard
 * @param startedAt when the page began to listen
 */
export function statusOf(connected: boolean, heardAt: number | null, startedAt: number, now: number): Status {
  if (connected && heardAt !== null && now - heardAt <= silenceTimeoutMs) return { kind: 'live' };
  const since = heardAt ?? startedAt;
  if (now - since > gracePeriodMs) return { kind: 'stale', since };
  return heardAt === null ? { kind: 'connecting' } : { kind: 'reconnecting', since };
}

export const sameStatus = (a: Status, b: Status): boolean =>
  a.kind === b.kind && ('since' in a ? a.since : 0) === ('since' in b ? b.since : 0);
