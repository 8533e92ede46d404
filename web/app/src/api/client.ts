import { pathSegment, request, type Answer } from './http';
import type { Item, Lead, LeadDetail, Page, Portfolio, Territory } from './types';

const api = '/api/v1';

export const itemPath = (id: string) => `${api}/items/${pathSegment(id)}`;
export const leadPath = (id: string) => `${api}/leads/${pathSegment(id)}`;

export const getPortfolio = async (signal?: AbortSignal) =>
  (await request<Portfolio>(`${api}/portfolio`, { ...(signal && { signal }) })).body;

/** A page of leads. `parameters` are the filters and the sort, as `GET /leads` takes them. */
export async function getLeads(
  parameters: readonly [string, string][],
  limit: number,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<Lead>> {
  const search = new URLSearchParams([...parameters, ['limit', String(limit)]]);
  if (cursor) search.set('cursor', cursor);
  return (await request<Page<Lead>>(`${api}/leads?${search}`, { ...(signal && { signal }) })).body;
}

export const getLead = (id: string, signal?: AbortSignal): Promise<Answer<LeadDetail>> =>
  request<LeadDetail>(leadPath(id), { ...(signal && { signal }) });

export const getItem = (id: string, signal?: AbortSignal): Promise<Answer<Item>> =>
  request<Item>(itemPath(id), { ...(signal && { signal }) });

export async function getTerritories(signal?: AbortSignal): Promise<Territory[]> {
  return (await request<Page<Territory>>(`${api}/territories?limit=1000`, { ...(signal && { signal }) })).body.items;
}
