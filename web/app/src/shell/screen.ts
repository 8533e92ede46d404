import type { Session } from '../api/types';
import type { Entry, PageName } from '../state/url';

/**
 * What the window shows: sign-in wherever the address points, until somebody has signed in, and then a required second factor until
 * there is one. A link to set a password always opens.
 */
export function screenOf(page: PageName, { hasUsers, user }: Pick<Session, 'hasUsers' | 'user'>): Entry | 'second-factor' | 'app' {
  if (page === 'welcome') return 'welcome';
  if (page === 'first-user' && !hasUsers) return 'first-user';
  if (user?.mustAddSecondFactor) return 'second-factor';
  return hasUsers && !user ? 'sign-in' : 'app';
}
