import type { Lead } from '../api/types';
import { openStatuses } from './leadQuery';

const daysByPriority = { critical: 0, high: 7, medium: 30, low: null } as const;

/** The day by which somebody should contact the customer, by the lead's priority. Null for low priority and closed leads. */
export function respondBy(lead: Lead): string | null {
  if (!openStatuses.includes(lead.status)) return null;
  const days = daysByPriority[lead.priority];
  if (days === null || days === undefined || !lead.asOf) return null;
  return new Date(Date.parse(lead.asOf) + days * 86_400_000).toISOString().slice(0, 10);
}
