import type { LeadQuery } from '../../state/leadQuery';
import { navigate, route } from '../../state/router';

/** Changes the filters or the order in the address. An open lead stays open. */
export function updateQuery(change: Partial<LeadQuery>, how: 'push' | 'replace' = 'push'): void {
  const at = route.peek();
  if (at.page === 'leads') navigate({ ...at, query: { ...at.query, ...change } }, how);
}
