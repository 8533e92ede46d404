import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { getItem } from '../../api/client';
import { asProblem, type Problem } from '../../api/http';
import type { Item } from '../../api/types';
import { live } from '../../live/connection';
import { itemIn, itemTopic } from '../../live/itemTopic';
import type { RequestState } from '../../parts/useRequest';

const retryDelayMs = 5_000;

export interface ItemState extends RequestState<Item> {
  /** The item existed and does not any more. What is shown is its last state. */
  isGone: boolean;
}

/**
 * An item: read over HTTP, then kept current by the topic `item:{id}`, whose every message holds the whole item. Null
 * reads nothing.
 */
export function useItem(id: string | null): ItemState {
  const [item, setItem] = useState<Item | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loading, setLoading] = useState(id !== null);
  const [isGone, setGone] = useState(false);
  const reader = useRef<AbortController | null>(null);

  const reload = useCallback(() => {
    reader.current?.abort();
    if (id === null) return;
    const aborter = (reader.current = new AbortController());
    setLoading(true);
    getItem(id, aborter.signal).then(
      ({ body }) => {
        if (aborter.signal.aborted) return;
        setItem((known) => newer(known, body));
        setGone(false);
        setProblem(null);
        setLoading(false);
      },
      (error: unknown) => {
        if (aborter.signal.aborted) return;
        setProblem(asProblem(error));
        setLoading(false);
      },
    );
  }, [id]);

  useEffect(() => {
    setItem(null);
    setProblem(null);
    setGone(false);
    if (id === null) return;
    reload();
    const unwatch = live.watch(itemTopic(id), {
      snapshot: (state) => {
        // Null may mean that the item has not arrived yet: wait for the HTTP answer.
        const found = itemIn({ state });
        if (found) setItem((known) => newer(known, found));
      },
      frame: (frame) => {
        const found = itemIn(frame);
        if (found) setItem((known) => newer(known, found));
        if (found !== undefined) setGone(found === null);
      },
    });
    return () => {
      unwatch();
      reader.current?.abort();
    };
  }, [id, reload]);

  useEffect(() => {
    if (!problem?.isTransient) return;
    const timer = setTimeout(reload, retryDelayMs);
    return () => clearTimeout(timer);
  }, [problem, reload]);

  return { data: item, problem, loading, reload, isGone };
}

/** The HTTP answer and the topic may overtake each other. */
const newer = (known: Item | null, found: Item): Item =>
  known?.id === found.id && Date.parse(known.updatedAt) > Date.parse(found.updatedAt) ? known : found;

/** An item that was read with something else, kept current by its topic. */
export function useLiveItem(read: Item): Item {
  const [pushed, setPushed] = useState<Item | null>(null);
  useEffect(
    () =>
      live.watch(itemTopic(read.id), {
        snapshot: (state) => setPushed(itemIn({ state }) ?? null),
        frame: (frame) => setPushed((last) => itemIn(frame) ?? last),
      }),
    [read.id],
  );
  return pushed?.id === read.id ? newer(pushed, read) : read;
}
