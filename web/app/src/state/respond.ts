import type { Lead } from '../api/types';
import { openStatuses } from './query';

const patience = { critical: 0, high: 7, medium: 30, low: null } as const;

/** The day until which somebody should have answered: as the server says, else by the priority. Null: no hurry, or closed. */
export function respondBy(lead: Lead): string | null {
  if (!openStatuses.includes(lead.status)) return null;
  if (lead.respondBy !== undefined) return lead.respondBy;
  const days = patience[lead.priority];
  if (days === null || days === undefined || !lead.asOf) return null;
  return new Date(Date.parse(lead.asOf) + days * 86_400_000).toISOString().slice(0, 10);
}
