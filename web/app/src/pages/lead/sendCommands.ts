import type { Lead } from '../../api/types';
import { asProblem, Problem, request } from '../../api/http';
import type { LeadCommand } from './commands';

/** A lead's id and the version that the user saw. */
export interface LeadVersion {
  id: string;
  /** Null accepts any version. */
  version: number | null;
}

export interface CommandOutcome {
  id: string;
  /** The lead after the command. Null when it was refused. */
  lead: Lead | null;
  problem: Problem | null;
}

const batchSize = 500;
const maxParallel = 6;
/** False once the server has shown that it is too old for the batch endpoint. */
let hasBatch = true;

const address = (id: string) => `/api/v1/leads/${encodeURIComponent(id).replaceAll('%3A', ':')}`;
const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/**
 * Sends a command for leads, each conditional on the version that the user saw. The outcomes have the order of the leads.
 * Sending again with the same key does not repeat what succeeded.
 */
export async function sendCommands(
  leads: readonly LeadVersion[],
  command: LeadCommand,
  by: string | undefined,
  key: string,
): Promise<CommandOutcome[]> {
  const outcomes: CommandOutcome[] = [];
  for (let i = 0; i < leads.length; i += batchSize) {
    const part = leads.slice(i, i + batchSize);
    outcomes.push(
      ...(await (hasBatch ? sendBatch(part, command, by, `${key}-${i}`) : sendOneByOne(part, (lead) => sendOne(lead, command, by, key)))),
    );
  }
  return outcomes;
}

interface Results {
  items: { id: string; ok: boolean; status: number; problem?: { title?: string; detail?: string } | null; lead?: Lead | null }[];
}

const sendBatch = (leads: readonly LeadVersion[], command: LeadCommand, by: string | undefined, key: string) =>
  postBatch(
    leads,
    leads.map(({ id, version }) => ({ id, version, ...command })),
    by,
    key,
    (lead) => sendOne(lead, command, by, key),
  );

/** Sends commands in one request, or one by one to an older server. */
async function postBatch(
  leads: readonly LeadVersion[],
  commands: readonly object[],
  by: string | undefined,
  key: string,
  one: (lead: LeadVersion) => Promise<Lead>,
): Promise<CommandOutcome[]> {
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
    return sendOneByOne(leads, one);
  }
}

async function sendOne(
  { id, version }: LeadVersion,
  { status, reason, opportunityId, assignee, snoozeUntil, note }: LeadCommand,
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

/** Undoes the command that led to each version. Only its author can, and only for a short time. */
export async function sendUndo(leads: readonly LeadVersion[], by: string | undefined, key: string): Promise<CommandOutcome[]> {
  const one = async ({ id, version }: LeadVersion) =>
    (
      await request<Lead>(
        `${address(id)}/undo`,
        json({ by }, { 'idempotency-key': `${key}-${id}`, 'if-match': version === null ? '*' : `"${version}"` }),
      )
    ).body;
  const outcomes: CommandOutcome[] = [];
  for (let i = 0; i < leads.length; i += batchSize) {
    const part = leads.slice(i, i + batchSize);
    outcomes.push(
      ...(await (hasBatch && part.length > 1
        ? postBatch(
            part,
            part.map(({ id, version }) => ({ id, version, undo: true })),
            by,
            `${key}-${i}`,
            one,
          )
        : sendOneByOne(part, one))),
    );
  }
  return outcomes;
}

/** Sends a few requests at a time. */
async function sendOneByOne(leads: readonly LeadVersion[], one: (lead: LeadVersion) => Promise<Lead>): Promise<CommandOutcome[]> {
  const outcomes: CommandOutcome[] = Array.from({ length: leads.length });
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
  await Promise.all([...Array(Math.min(maxParallel, leads.length))].map(work));
  return outcomes;
}
