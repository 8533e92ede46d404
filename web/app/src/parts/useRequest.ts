import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type Problem, request } from '../api/http';
import { live } from '../live/connection';

export interface RequestState<T> {
  /** The last answer. It stays while a reload is under way. */
  data: T | null;
  problem: Problem | null;
  loading: boolean;
  reload: () => void;
}

/** Waits this long after a topic's change before reloading, to collect further changes. */
const debounceMs = 1_000;
const retryDelayMs = 5_000;

/**
 * Loads an address, and again when it changes, when a topic reports a change, and after a transient failure. Null loads
 * nothing.
 */
export function useRequest<T>(path: string | null, topic?: string): RequestState<T> {
  const [state, setState] = useState<{ path: string | null; data: T | null; problem: Problem | null; loading: boolean }>({
    path: null,
    data: null,
    problem: null,
    loading: path !== null,
  });
  const reader = useRef<AbortController | null>(null);

  const reload = useCallback(() => {
    reader.current?.abort();
    if (path === null) return;
    const aborter = (reader.current = new AbortController());
    setState((s) => ({ ...s, loading: true }));
    request<T>(path, { signal: aborter.signal }).then(
      ({ body }) => aborter.signal.aborted || setState({ path, data: body, problem: null, loading: false }),
      (error: unknown) =>
        aborter.signal.aborted ||
        setState((s) => ({
          path,
          data: s.path === path ? s.data : null,
          problem: asProblem(error),
          loading: false,
        })),
    );
  }, [path]);

  useEffect(() => {
    reload();
    return () => reader.current?.abort();
  }, [reload]);

  useEffect(() => {
    if (!topic || path === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        reload();
      }, debounceMs);
    };
    let joined = false;
    const unwatch = live.watch(topic, { snapshot: () => joined && soon(), frame: soon });
    joined = true;
    return () => {
      unwatch();
      clearTimeout(timer);
    };
  }, [topic, reload]);

  useEffect(() => {
    if (!state.problem?.isTransient) return;
    const timer = setTimeout(reload, retryDelayMs);
    return () => clearTimeout(timer);
  }, [state.problem, reload]);

  return { data: state.data, problem: state.problem, loading: state.loading, reload: reload };
}
