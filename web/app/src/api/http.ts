/** A failed request: the server's problem details (RFC 9457), or a description of the failure when there are none. */
export class Problem extends Error {
  constructor(
    /** 0 when the server did not answer. */
    readonly status: number,
    readonly title: string,
    readonly detail?: string,
    /** The problem's kind: the last part of its type, such as `code-required`. */
    readonly kind?: string,
    /** What is wrong with single fields, as the address describes it. */
    readonly errors?: unknown,
  ) {
    super(detail ?? title);
  }

  /** Whether the same request may succeed later: no answer, or a server that is starting or overloaded. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, 'Something went wrong', String(error));

export interface Answer<T> {
  body: T;
  etag: string | null;
}

/** The token and the sign-in that requests need. `state/session.ts` sets what is here. */
export const access = {
  /** Proves that a request comes from this page. Null without users. */
  antiforgery: null as string | null,
  /** Asks for the session again. False if somebody else has signed in meanwhile. */
  renew: async (): Promise<boolean> => false,
  /** Resolves once the person whose session has ended has signed in again. */
  signedInAgain: (): Promise<void> => Promise.reject(new Error('No session is kept.')),
  /** The requests under way that may replace the session. The server ends the former one before the browser has the next one. */
  replacing: 0,
};

const sessionPath = '/api/v1/session';

const isSafe = (method: string) => method === 'GET' || method === 'HEAD';

/** Sends with the antiforgery token; again with a new one if it was refused, and again after a new sign-in. */
export async function withSession<T>(method: string, send: (headers: Record<string, string>) => Promise<T>): Promise<T> {
  for (let renewed = false; ;) {
    try {
      return await send(isSafe(method) || !access.antiforgery ? {} : { 'x-onelead-antiforgery': access.antiforgery });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === 'sign-in-required') await access.signedInAgain();
      else if (error.kind === 'foreign-origin' && !renewed && (await access.renew())) renewed = true;
      else {
        // The page that sets it up is then shown instead.
        if (error.kind === 'second-factor-required') await access.renew().catch(() => false);
        throw error;
      }
    }
  }
}

const requestTimeoutMs = 15_000;

export function request<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const method = init.method ?? 'GET';
  const replaces = !isSafe(method) && path.startsWith(sessionPath);
  return withSession(method, async (headers) => {
    if (replaces) access.replacing++;
    try {
      return await send<T>(path, { ...init, headers: { ...init.headers, ...headers } });
    } finally {
      if (replaces) access.replacing--;
    }
  });
}

async function send<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  const given = init.signal;
  given?.throwIfAborted();
  const signal = given ? AbortSignal.any([given, AbortSignal.timeout(requestTimeoutMs)]) : AbortSignal.timeout(requestTimeoutMs);
  let response: Response;
  try {
    response = await fetch(path, { ...init, signal, headers: { accept: 'application/json', ...init.headers } });
  } catch (error) {
    if (given?.aborted) throw error;
    throw new Problem(0, 'The server does not answer', 'No answer from the server. It may be restarting, or the network is down.');
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return { body: undefined as T, etag: null };
  try {
    return { body: (await response.json()) as T, etag: response.headers.get('etag') };
  } catch (error) {
    if (given?.aborted) throw error;
    throw new Problem(response.status, 'The answer cannot be read', 'The server sent something that is not the expected JSON.');
  }
}

export interface ProblemBody {
  type?: string;
  title?: string;
  detail?: string;
}

export const kindOf = (body: ProblemBody | null): string | undefined => body?.type?.split('/').pop();

async function problemOf(response: Response): Promise<Problem> {
  let title = response.status === 503 ? 'OneLead is starting' : `The server answered ${response.status}`;
  let detail: string | undefined;
  let kind: string | undefined;
  let errors: unknown;
  try {
    const body = (await response.json()) as ProblemBody & { errors?: Record<string, string[]> };
    title = body.title ?? title;
    kind = kindOf(body);
    errors = body.errors;
    detail =
      body.detail ??
      Object.values(body.errors ?? {})
        .flat()
        .join(' ') ??
      undefined;
  } catch {
    // Without a readable body the status says enough.
  }
  return new Problem(response.status, title, detail || undefined, kind, errors);
}

/** Sends JSON and returns the body of the answer. */
export const post = <T>(path: string, body: unknown, method: 'POST' | 'PUT' | 'DELETE' = 'POST'): Promise<T> =>
  request<T>(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((a) => a.body);

/** Escapes an id for a path. Colons stay, so that addresses are readable. */
export const pathSegment = (id: string): string => encodeURIComponent(id).replaceAll('%3A', ':');
