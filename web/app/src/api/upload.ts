import { Problem } from './http';

/** Uploads a file as multipart/form-data and reports progress, which fetch cannot do. */
export function upload<T>(path: string, file: File, onSent: (share: number) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    call.open('POST', path);
    call.setRequestHeader('accept', 'application/json');
    call.responseType = 'json';
    call.upload.onprogress = (e) => e.lengthComputable && onSent(e.loaded / e.total);
    call.onerror = () =>
      reject(
        new Problem(0, 'The server does not answer', 'The file did not arrive. The server may be restarting, or the network is down.'),
      );
    call.onabort = () => reject(new Problem(0, 'Stopped', 'The upload was stopped.'));
    call.onload = () => {
      const body = call.response as (T & { title?: string; detail?: string }) | null;
      if (call.status >= 200 && call.status < 300 && body !== null) resolve(body);
      else reject(new Problem(call.status, body?.title ?? `The server answered ${call.status}`, body?.detail));
    };
    signal?.addEventListener('abort', () => call.abort());
    call.send(form);
  });
}
