import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../api/http';

/** What a fallback is given while the component's script is missing. */
export interface LoadState {
  /** Null while loading; set when the last attempt failed. */
  problem: Problem | null;
  retry(): void;
}

const retryDelayMs = 3_000;
const loadProblem = new Problem(0, 'The page could not be loaded', 'The server may be restarting.');

const reloadedKey = 'onelead.reloaded';
const minReloadMs = 30_000;

/**
 * Loads the window again once the server answers but the script does not come: an updated server has other scripts. The
 * address holds everything that the window shows.
 */
async function reloadWhenServerAnswers(): Promise<void> {
  const answer = await fetch('/app/', { cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) return;
  try {
    const last = Number(sessionStorage.getItem(reloadedKey) ?? 0);
    if (Date.now() - last < minReloadMs) return;
    sessionStorage.setItem(reloadedKey, String(Date.now()));
  } catch {
    return;
  }
  location.reload();
}

/**
 * A component whose script is loaded when it is first shown, or earlier by `load()`. The fallback is shown until then.
 * A failed load is tried again every few seconds.
 */
export function lazy<P extends object>(
  importComponent: () => Promise<ComponentType<P>>,
  fallback: (state: LoadState) => ComponentChildren = () => null,
) {
  let loaded: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;
  const load = () =>
    (loading ??= importComponent().then(
      (component) => void (loaded = component),
      (error: unknown) => {
        loading = null;
        throw error;
      },
    ));

  function Lazy(props: P) {
    const [problem, setProblem] = useState<Problem | null>(null);
    const [attempt, setAttempt] = useState(0);
    const Component = loaded;
    const retry = () => setAttempt((n) => n + 1);
    useEffect(() => {
      // Test what was rendered: the script may have arrived between rendering and this effect.
      if (Component) return;
      let unmounted = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      load().then(
        () => unmounted || retry(),
        () => {
          if (unmounted) return;
          setProblem(loadProblem);
          if (attempt > 0) void reloadWhenServerAnswers();
          timer = setTimeout(retry, retryDelayMs);
        },
      );
      return () => {
        unmounted = true;
        clearTimeout(timer);
      };
    }, [attempt]);
    return Component ? <Component {...props} /> : <>{fallback({ problem, retry })}</>;
  }
  /** Loads the script without showing anything. */
  Lazy.load = () => void load().catch(() => {});
  return Lazy;
}
