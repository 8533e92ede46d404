const signInPage = '/app/sign-in';

/** The address that opens a provider, with the page to return to. */
export const providerAddress = (url: string, { pathname, search }: Pick<Location, 'pathname' | 'search'>): string =>
  pathname === signInPage ? url : `${url}?to=${encodeURIComponent(pathname + search)}`;

/** Names the organisation to sign in to. Nothing stands for the main one. */
export const organisationHeader = (name: string): Record<string, string> => ({
  'x-onelead-tenant': encodeURIComponent(name.trim().toLowerCase()) || 'default',
});

/** Why a provider's sign-in failed, from the address that it returned to. Null if it did not. */
export function providerProblem(search: string): string | null {
  switch (new URLSearchParams(search).get('problem')) {
    case null:
      return null;
    case 'no-role':
      return 'You have signed in, but your account has no role here, or it is disabled. Ask an administrator.';
    default:
      return 'The sign-in did not work. Try again, or ask an administrator.';
  }
}
