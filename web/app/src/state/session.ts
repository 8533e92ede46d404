import { computed, signal } from '@preact/signals';
import { access, asProblem, request, type Problem } from '../api/http';
import type { Permission, Session, SessionUser } from '../api/types';

const path = '/api/v1/session';
const retryDelayMs = 2_000;
const askAgainMs = 1_000;

/** Who has signed in. Null until the server has answered. Keeps the last person when their session has ended. */
export const session = signal<Session | null>(null);

/** Why the session could not be read. It is asked for again every few seconds. */
export const sessionProblem = signal<Problem | null>(null);

/** Why the session has ended under an open page. Null while it lasts. */
export const endedBecause = signal<string | null>(null);

const isUsable = (s: Session | null): boolean => s !== null && (!s.hasUsers || s.user !== null);

/** Whether requests can be sent: somebody has signed in and lacks no required second factor, or there are no users. */
export const isOpen = computed(() => isUsable(session.value) && endedBecause.value === null && !session.value?.user?.mustAddSecondFactor);

/** The person who has signed in. Null without users. */
export const user = computed<SessionUser | null>(() => session.value?.user ?? null);

/** Without users everybody may do everything. */
export const may = (permission: Permission): boolean =>
  session.value?.hasUsers === false || (user.value?.permissions.includes(permission) ?? false);

/** Totals of a person who sees some accounts only are those of these accounts. */
export const seesAllAccounts = (): boolean => user.value?.seesAllAccounts ?? true;

/** Whether records of a kind are shown. Those that are not look as if there were none. */
export const seesKind = (kind: string): boolean => user.value?.visibleKinds?.some((k) => k === kind) ?? true;

let waiting: (() => void)[] = [];

/**
 * Takes over the session that the server has answered. The page is loaded again for another person: it holds what the
 * former one has seen.
 * @returns false if the page is loaded again
 */
export function enter(next: Session): boolean {
  const before = session.peek();
  if (isUsable(before) && (before!.user?.id ?? null) !== (next.user?.id ?? null)) {
    location.reload();
    return false;
  }
  access.antiforgery = next.antiforgery;
  session.value = next;
  sessionProblem.value = null;
  endedBecause.value = null;
  const resumed = waiting;
  waiting = [];
  for (const resume of resumed) resume();
  return true;
}

/** Shows the sign-in page over an open page. */
function end(): void {
  if (endedBecause.peek() !== null) return;
  endedBecause.value = session.peek()?.hasUsers
    ? 'Your session has ended, or an administrator has changed your account. Sign in to go on where you were.'
    : 'OneLead has users now. Sign in to go on.';
}

/** Asks who has signed in, for instance because the connection was lost. True if requests can be sent. */
export async function checkSession(): Promise<boolean> {
  const { body } = await request<Session>(path);
  if (isUsable(body) || !isUsable(session.peek())) return enter(body) && isUsable(body);
  return endedBecause.peek() === null && checkAgain();
}

let checking: Promise<boolean> | null = null;

/** Asks once more before sign-in is shown: the session may have been replaced, and the browser has the new one by then. */
const checkAgain = (): Promise<boolean> => (checking ??= askAgain().finally(() => (checking = null)));

async function askAgain(): Promise<boolean> {
  do await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  while (access.replacing > 0);
  const { body } = await request<Session>(path);
  if (isUsable(body)) return enter(body);
  // The page behind keeps its person; what sign-in needs is new.
  session.value = { ...session.peek()!, providers: body.providers };
  end();
  return false;
}

/** Reads the session at start, until the server answers. */
export async function loadSession(): Promise<void> {
  try {
    await checkSession();
  } catch (error) {
    sessionProblem.value = asProblem(error);
    setTimeout(() => void loadSession(), retryDelayMs);
  }
}

/** Signs out and leaves nothing of the session in the window. */
export async function signOut(): Promise<void> {
  await request(path, { method: 'DELETE' });
  location.assign('/app/sign-in');
}

access.renew = checkSession;

access.signedInAgain = () => {
  const entered = new Promise<void>((resolve) => waiting.push(resolve));
  // Without an answer, sign-in says that the server does not answer.
  if (endedBecause.peek() === null) checkAgain().catch(end);
  return entered;
};
