import { Problem, request } from '../../api/http';
import type { Found, Lead, Page } from '../../api/types';

const few = 5;
const none: Found = { accounts: [], leads: [], items: [], territories: [] };
/** A server that is older than the search answers from its lists. */
let hasSearch = true;

export async function search(text: string, signal: AbortSignal): Promise<Found> {
  const wanted = encodeURIComponent(text);
  if (hasSearch) {
    try {
      return { ...none, ...(await request<Partial<Found>>(`/api/v1/search?text=${wanted}`, { signal })).body };
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) throw error;
      hasSearch = false;
    }
  }
  const [leads, accounts] = await Promise.all([
    request<Page<Lead>>(`/api/v1/leads?text=${wanted}&limit=${few}`, { signal }),
    request<Page<{ id: string; name: string; territory?: string | null; atRisk?: boolean }>>(
      `/api/v1/accounts?text=${wanted}&limit=${few}`,
      { signal },
    ),
  ]);
  return {
    ...none,
    accounts: accounts.body.items ?? [],
    leads: (leads.body.items ?? []).map((l) => ({
      id: l.id,
      type: l.type,
      priority: l.priority,
      score: l.score,
      product: l.item.product,
      serial: l.item.serial,
      account: l.account,
    })),
  };
}
