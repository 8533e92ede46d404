import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { request } from '../../api/http';
import type { Page } from '../../api/types';
import { useRequest, type Requested } from '../../parts/useRequest';

export interface Pages<T> extends Requested<Page<T>> {
  rows: readonly T[];
  total: number | null;
  more(): void;
}

/**
 * A list that is read page by page as the reader comes near its end. When a topic tells of a change, the first page is
 * read again and those behind it are dropped.
 */
export function usePages<T>(path: string | null, topic?: string): Pages<T> {
  const first = useRequest<Page<T>>(path, topic);
  const [rest, setRest] = useState<{ of: Page<T>; rows: T[]; next: string | null } | null>(null);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => {
    reading.current?.abort();
    reading.current = null;
  }, [first.data]);
  useEffect(() => () => reading.current?.abort(), []);

  const current = rest && rest.of === first.data ? rest : null;
  const next = current ? current.next : (first.data?.next ?? null);
  const more = useCallback(() => {
    const of = first.data;
    if (!path || !of || !next || reading.current) return;
    const aborter = (reading.current = new AbortController());
    request<Page<T>>(`${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`, { signal: aborter.signal }).then(
      ({ body }) => {
        if (aborter.signal.aborted) return;
        reading.current = null;
        setRest((r) => ({ of, rows: [...(r && r.of === of ? r.rows : []), ...body.items], next: body.next }));
      },
      // The reader asks again by scrolling on.
      () => aborter.signal.aborted || (reading.current = null),
    );
  }, [path, first.data, next]);
  const rows = useMemo(() => [...(first.data?.items ?? []), ...(current?.rows ?? [])], [first.data, current]);
  return { ...first, rows, total: first.data?.total ?? null, more };
}
