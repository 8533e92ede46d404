import { kindOf, Problem, withSession, type ProblemBody } from './http';

/** Uploads a file as multipart/form-data and reports progress, which fetch cannot do. */
export const upload = <T>(path: string, file: File, onSent: (share: number) => void, signal?: AbortSignal): Promise<T> =>
  withSession('POST', (headers) => send<T>(path, file, headers, onSent, signal));

function send<T>(
  path: string,
  file: File,
  headers: Record<string, string>,
  onSent: (share: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    call.open('POST', path);
    call.setRequestHeader('accept', 'application/json');
    for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value);
    call.responseType = 'json';
    call.upload.onprogress = (e) => e.lengthComputable && onSent(e.loaded / e.total);
    call.onerror = () =>
      reject(
        new Problem(0, 'The server does not answer', 'The file did not arrive. The server may be restarting, or the network is down.'),
      );
    call.onabort = () => reject(new Problem(0, 'Stopped', 'The upload was stopped.'));
    call.onload = () => {
      const body = call.response as (T & ProblemBody) | null;
      if (call.status >= 200 && call.status < 300 && body !== null) resolve(body);
      else reject(new Problem(call.status, body?.title ?? `The server answered ${call.status}`, body?.detail, kindOf(body)));
    };
    signal?.addEventListener('abort', () => call.abort());
    call.send(form);
  });
}
