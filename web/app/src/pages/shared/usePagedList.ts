import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Page } from '../../api/types';
import { request } from '../../api/http';
import { live } from '../../live/connection';
import { useRequest, type RequestState } from '../../parts/useRequest';

const retryDelayMs = 5_000;

export interface PagedList<T> extends RequestState<Page<T>> {
  rows: readonly T[];
  total: number | null;
  more(): void;
  /** The list has changed on the server but was not reloaded, because somebody was using it. */
  isOutdated: boolean;
  /** Event handlers for the element around the list: rows do not move while the pointer is on them. */
  holdHandlers: { onPointerEnter(e: PointerEvent): void; onPointerLeave(): void };
}

/**
 * A list that loads further pages as the user scrolls. It reloads when a topic reports a change, except while the pointer is
 * on it or further pages are loaded; then it reports that it is outdated.
 */
export function usePagedList<T>(path: string | null, topic?: string): PagedList<T> {
  const [pointed, setPointed] = useState(false);
  const [isOutdated, setBehind] = useState(false);
  const [furtherPages, setFurtherPages] = useState<{ of: Page<T>; rows: T[]; next: string | null } | null>(null);
  const isHeld = pointed || furtherPages !== null;
  const first = useRequest<Page<T>>(path, isHeld ? undefined : topic);
  const reading = useRef<AbortController | null>(null);
  const retry = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    reading.current?.abort();
    reading.current = null;
    setFurtherPages(null);
    setBehind(false);
  }, [first.data]);
  useEffect(
    () => () => {
      reading.current?.abort();
      clearTimeout(retry.current);
    },
    [],
  );

  useEffect(() => {
    if (!topic || !isHeld) return;
    let joined = false;
    const unwatch = live.watch(topic, { snapshot: () => joined && setBehind(true), frame: () => setBehind(true) });
    joined = true;
    return unwatch;
  }, [topic, isHeld]);
  useEffect(() => {
    if (isOutdated && !isHeld) first.reload();
  }, [isOutdated, isHeld]);

  const next = furtherPages ? furtherPages.next : (first.data?.next ?? null);
  const more = useCallback(() => {
    const of = first.data;
    if (!path || !of || !next || first.loading || reading.current) return;
    const aborter = (reading.current = new AbortController());
    request<Page<T>>(`${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`, { signal: aborter.signal }).then(
      ({ body }) => {
        if (aborter.signal.aborted) return;
        reading.current = null;
        setFurtherPages((r) => ({ of, rows: [...(r && r.of === of ? r.rows : []), ...body.items], next: body.next }));
      },
      () => {
        if (aborter.signal.aborted) return;
        // Scrolling on tries again, and so does time.
        reading.current = null;
        retry.current = setTimeout(() => latest.current(), retryDelayMs);
      },
    );
  }, [path, first.data, first.loading, next]);
  const latest = useRef(more);
  latest.current = more;

  const rows = useMemo(
    () => [...(first.data?.items ?? []), ...(furtherPages && furtherPages.of === first.data ? furtherPages.rows : [])],
    [first.data, furtherPages],
  );
  const hold = useMemo(
    () => ({ onPointerEnter: (e: PointerEvent) => setPointed(e.pointerType === 'mouse'), onPointerLeave: () => setPointed(false) }),
    [],
  );
  return { ...first, rows, total: first.data?.total ?? null, more, isOutdated: isOutdated && isHeld, holdHandlers: hold };
}
