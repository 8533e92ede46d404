import type { LeadQuery } from '../../state/query';
import { go, route } from '../../state/router';

/** Changes the filters or the order in the address; an open lead stays open. */
export function ask(change: Partial<LeadQuery>, how: 'push' | 'replace' = 'push'): void {
  const at = route.peek();
  if (at.page === 'leads') go({ ...at, query: { ...at.query, ...change } }, how);
}
