/** A failed request: the server's problem details (RFC 9457), or a description of the failure when there are none. */
export class Problem extends Error {
  constructor(
    /** 0 when the server did not answer. */
    readonly status: number,
    readonly title: string,
    readonly detail?: string,
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

const requestTimeoutMs = 15_000;

export async function request<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const given = init.signal;
  const signal = given ? AbortSignal.any([given, AbortSignal.timeout(requestTimeoutMs)]) : AbortSignal.timeout(requestTimeoutMs);
  let response: Response;
  try {
    response = await fetch(path, { ...init, signal, headers: { accept: 'application/json', ...init.headers } });
  } catch (error) {
    if (given?.aborted) throw error;
    throw new Problem(0, 'The server does not answer', 'No answer from the server. It may be restarting, or the network is down.');
  }
  if (!response.ok) throw await problemOf(response);
  try {
    return { body: (await response.json()) as T, etag: response.headers.get('etag') };
  } catch (error) {
    if (given?.aborted) throw error;
    throw new Problem(response.status, 'The answer cannot be read', 'The server sent something that is not the expected JSON.');
  }
}

async function problemOf(response: Response): Promise<Problem> {
  let title = response.status === 503 ? 'OneLead is starting' : `The server answered ${response.status}`;
  let detail: string | undefined;
  try {
    const body = (await response.json()) as { title?: string; detail?: string; errors?: Record<string, string[]> };
    title = body.title ?? title;
    detail =
      body.detail ??
      Object.values(body.errors ?? {})
        .flat()
        .join(' ') ??
      undefined;
  } catch {
    // Without a readable body the status says enough.
  }
  return new Problem(response.status, title, detail || undefined);
}

/** Sends JSON and returns the body of the answer. */
export const post = <T>(path: string, body: unknown): Promise<T> =>
  request<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((a) => a.body);

/** Escapes an id for a path. Colons stay, so that addresses are readable. */
export const pathSegment = (id: string): string => encodeURIComponent(id).replaceAll('%3A', ':');
