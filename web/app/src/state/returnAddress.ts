const storageKey = 'onelead.return';

/** Keeps the address while the window is at a sign-in provider. */
export function keepAddress(): void {
  try {
    sessionStorage.setItem(storageKey, location.pathname + location.search);
  } catch {
    // The overview is shown after sign-in.
  }
}

/** The kept address, once. Null if there is none, or if it is no page of the dashboard. */
export function takeAddress(): string | null {
  try {
    const kept = sessionStorage.getItem(storageKey);
    sessionStorage.removeItem(storageKey);
    return kept?.startsWith('/app/') && !kept.startsWith('/app/sign-in') ? kept : null;
  } catch {
    return null;
  }
}
