import type { Session } from '../api/types';
import type { Entry, PageName } from '../state/url';

/** What the window shows: sign-in wherever the address points, until somebody has signed in. A link to set a password always opens. */
export function screenOf(page: PageName, { hasUsers, user }: Pick<Session, 'hasUsers' | 'user'>): Entry | 'app' {
  if (page === 'welcome') return 'welcome';
  if (page === 'first-user' && !hasUsers) return 'first-user';
  return hasUsers && !user ? 'sign-in' : 'app';
}
