import { asProblem, Problem, request } from '../../api/http';
import type { Lead } from '../../api/types';
import type { Step } from './commands';

/** As much of a lead as a command needs: the version says what its giver saw. */
export interface Seen {
  id: string;
  /** Null: whatever it is. */
  version: number | null;
}

export interface Outcome {
  id: string;
  /** The lead as it is now; null when the step was refused. */
  lead: Lead | null;
  problem: Problem | null;
}

const most = 500;
const atOnce = 6;
/** A server that is older than the batch takes one command after the other. */
let hasBatch = true;

const address = (id: string) => `/api/v1/leads/${encodeURIComponent(id).replaceAll('%3A', ':')}`;
const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/**
 * Does a step to leads, each only if it is still as it was seen; what became of each, in their order. With the same key
 * it can be sent again: what was taken is not taken twice.
 */
export async function run(leads: readonly Seen[], step: Step, by: string | undefined, key: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let i = 0; i < leads.length; i += most) {
    const part = leads.slice(i, i + most);
    outcomes.push(...(await (hasBatch ? batch(part, step, by, `${key}-${i}`) : singly(part, (lead) => single(lead, step, by, key)))));
  }
  return outcomes;
}

interface Results {
  items: { id: string; ok: boolean; status: number; problem?: { title?: string; detail?: string } | null; lead?: Lead | null }[];
}

const batch = (leads: readonly Seen[], step: Step, by: string | undefined, key: string) =>
  send(
    leads,
    leads.map(({ id, version }) => ({ id, version, ...step })),
    by,
    key,
    (lead) => single(lead, step, by, key),
  );

/** Sends commands in one request; to an older server one after the other. */
async function send(
  leads: readonly Seen[],
  commands: readonly object[],
  by: string | undefined,
  key: string,
  one: (lead: Seen) => Promise<Lead>,
): Promise<Outcome[]> {
  try {
    const { body } = await request<Results>('/api/v1/leads/commands', json({ commands, by }, { 'idempotency-key': key }));
    return leads.map(({ id }, i) => {
      const item = body.items[i];
      return item?.ok
        ? { id, lead: item.lead ?? null, problem: null }
        : { id, lead: null, problem: new Problem(item?.status ?? 0, item?.problem?.title ?? 'Refused', item?.problem?.detail) };
    });
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status !== 404 && problem.status !== 405) return leads.map(({ id }) => ({ id, lead: null, problem }));
    hasBatch = false;
    return singly(leads, one);
  }
}

async function single(
  { id, version }: Seen,
  { status, reason, opportunityId, assignee, snoozeUntil, note }: Step,
  by: string | undefined,
  key: string,
): Promise<Lead> {
  const headers = { 'if-match': version === null ? '*' : `"${version}"`, 'idempotency-key': `${key}-${id}` };
  const [path, body] =
    status !== undefined
      ? ['status', { status, reason, opportunityId, note, by }]
      : assignee !== undefined
        ? ['assignment', { assignee, by }]
        : snoozeUntil !== undefined
          ? ['snooze', { until: snoozeUntil, by }]
          : ['notes', { note, by }];
  return (await request<Lead>(`${address(id)}/${path}`, json(body, headers))).body;
}

/** Takes the step on each back that led to the version; only who took it can, and not for long. */
export async function undo(leads: readonly Seen[], by: string | undefined, key: string): Promise<Outcome[]> {
  const one = async ({ id, version }: Seen) =>
    (
      await request<Lead>(
        `${address(id)}/undo`,
        json({ by }, { 'idempotency-key': `${key}-${id}`, 'if-match': version === null ? '*' : `"${version}"` }),
      )
    ).body;
  const outcomes: Outcome[] = [];
  for (let i = 0; i < leads.length; i += most) {
    const part = leads.slice(i, i + most);
    outcomes.push(
      ...(await (hasBatch && part.length > 1
        ? send(
            part,
            part.map(({ id, version }) => ({ id, version, undo: true })),
            by,
            `${key}-${i}`,
            one,
          )
        : singly(part, one))),
    );
  }
  return outcomes;
}

/** A few at a time, each answered by itself. */
async function singly(leads: readonly Seen[], one: (lead: Seen) => Promise<Lead>): Promise<Outcome[]> {
  const outcomes: Outcome[] = Array.from({ length: leads.length });
  let next = 0;
  const work = async () => {
    for (let i = next++; i < leads.length; i = next++) {
      const { id } = leads[i]!;
      try {
        outcomes[i] = { id, lead: await one(leads[i]!), problem: null };
      } catch (error) {
        outcomes[i] = { id, lead: null, problem: asProblem(error) };
      }
    }
  };
  await Promise.all([...Array(Math.min(atOnce, leads.length))].map(work));
  return outcomes;
}
