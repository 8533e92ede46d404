import { pathSegment, post } from './http';
import type { Decision } from './types';

export const accountPath = (id: string) => `/api/v1/accounts/${pathSegment(id)}`;

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
