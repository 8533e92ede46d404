import { request, type Answer } from './http';
import type { Lead, LeadDetail, Page, Portfolio, Territory } from './types';
import { queryParameters, type LeadQuery } from '../state/query';

const api = '/api/v1';

/** Ids keep their ':' so that addresses stay readable; everything else that needs it is escaped. */
const segment = (id: string) => encodeURIComponent(id).replaceAll('%3A', ':');

export const getPortfolio = async (signal?: AbortSignal) =>
  (await request<Portfolio>(`${api}/portfolio`, { ...(signal && { signal }) })).body;

export async function getLeads(query: LeadQuery, limit: number, cursor: string | null, signal?: AbortSignal): Promise<Page<Lead>> {
  const parameters = queryParameters(query, true);
  parameters.push(['limit', String(limit)]);
  if (cursor) parameters.push(['cursor', cursor]);
  const search = new URLSearchParams(parameters);
  const { body } = await request<Page<Lead>>(`${api}/leads?${search}`, { ...(signal && { signal }) });
  return { items: body.items ?? [], next: body.next ?? null, total: body.total ?? body.items?.length ?? 0 };
}

export const getLead = (id: string, signal?: AbortSignal): Promise<Answer<LeadDetail>> =>
  request<LeadDetail>(`${api}/leads/${segment(id)}`, { ...(signal && { signal }) });

export async function getTerritories(signal?: AbortSignal): Promise<Territory[]> {
  const { body } = await request<Page<Territory>>(`${api}/territories?limit=1000`, { ...(signal && { signal }) });
  return body.items ?? [];
}
