import { request } from './http';
import type { Explanation, Lead, Risk } from './types';

/** What a record says, under the names of docs/api.md; null clears a field, absent says nothing. */
export type Fields = Record<string, unknown>;

export interface Sum {
  amount: number;
  currency: string;
  /** How many could not be added because their value is not known. */
  unknown: number;
}

export interface Health {
  classic: number;
  classicUncapped?: number;
  view: number;
  /** Null until the server has what it is made of. */
  composite?: number | null;
}

export interface Account {
  id: string;
  name: string;
  territory?: string | null;
  health: Health;
  atRisk: boolean;
  leads: {
    total: number;
    renewal: number;
    hardwareRefresh: number;
    serviceAttach: number;
    critical: number;
    high: number;
    medium: number;
    low: number;
  };
  items: number;
  itemsPastEndOfLife: number;
  openOpportunities: number;
  projects: number;
  closedProjects?: number;
  creditUtilization?: number | null;
  leadValue?: Sum;
  pipeline?: { weighted: number; currency: string; unknown: number; openOpportunities: number };
  aliases?: string[];
  tier?: string | null;
  segment?: string | null;
  accountManager?: string | null;
  updatedAt?: string;
  /** The sender told of changes that it did not send: what is shown may be behind its books. */
  stale?: boolean;
  /** Which way its health moved last, and what it was before; null: it has not moved since the server started. */
  trend?: { direction: 'up' | 'down' | (string & {}); at: string; before: Health } | null;
}

export interface Item {
  id: string;
  accountId: string;
  serial: string;
  family?: string;
  isComponent?: boolean;
  support?: string[];
  risk?: Risk;
  riskScore?: number;
  daysPastEndOfLife?: number | null;
  daysSinceSupportEnd?: number | null;
  nextChange?: string | null;
  leads?: string[];
  fields: Fields;
  updatedAt?: string;
}

export interface Entity {
  id: string;
  fields: Fields;
  updatedAt?: string;
}

export interface AccountDetail {
  account: Account;
  leads: Lead[];
  items: Item[];
  /** By kind: opportunity, project, service_credit … */
  entities: Record<string, Entity[]>;
  /** Every key of the sources that leads to this account. */
  keys: string[];
  classicHealth?: Explanation;
  viewHealth?: Explanation;
  compositeHealth?: Explanation | null;
  asOf?: string;
  rulesVersion?: string;
}

/** How a key came to an account. */
export interface Decision {
  sequence: number;
  at: string;
  key: string;
  to: string;
  rule: string;
  name?: string | null;
  matched?: string | null;
  similarity?: number | null;
  by?: string | null;
}

/** Ids keep their ':' so that addresses stay readable. */
export const segment = (id: string) => encodeURIComponent(id).replaceAll('%3A', ':');

export const accountPath = (id: string) => `/api/v1/accounts/${segment(id)}`;

const post = <T>(path: string, body: unknown) =>
  request<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((a) => a.body);

/**
 * Makes two accounts one. A decision by hand that keeps the first apart outlives a merge; then its key is linked by hand,
 * which is the later decision of the two.
 */
export async function mergeAccount(id: string, into: string): Promise<void> {
  const { account } = await post<{ account: string }>(`${accountPath(id)}/merge`, { into });
  if (account === id) await linkKey(id, into);
}

export const unmergeAccount = (id: string) => post<unknown>(`${accountPath(id)}/unmerge`, {});
export const linkKey = (key: string, to: string) => post<Decision>('/api/v1/reconciliation/link', { key, to });
export const undoLink = (key: string) => post<Decision>('/api/v1/reconciliation/undo', { key });
export const settle = () => post<{ decisions: number }>('/api/v1/reconciliation/settle', {});
