import { pathSegment, post } from './http';
import type { Decision } from './types';

export const accountPath = (id: string) => `/api/v1/accounts/${pathSegment(id)}`;

/**
 * Merges an account into another. If an earlier decision by hand keeps the first account separate, the merge has no effect;
 * a link by hand is the later decision and does.
 */
export async function mergeAccount(id: string, into: string): Promise<void> {
  const { account } = await post<{ account: string }>(`${accountPath(id)}/merge`, { into });
  if (account === id) await linkKey(id, into);
}

export const unmergeAccount = (id: string) => post<unknown>(`${accountPath(id)}/unmerge`, {});
export const linkKey = (key: string, to: string) => post<Decision>('/api/v1/reconciliation/link', { key, to });
export const undoLink = (key: string) => post<Decision>('/api/v1/reconciliation/undo', { key });
export const settle = () => post<{ decisions: number }>('/api/v1/reconciliation/settle', {});
