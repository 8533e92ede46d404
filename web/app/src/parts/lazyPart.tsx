import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A part whose script comes when it is needed first, or earlier by `load`. Until then the fallback stands in its place;
 * when the script cannot be had it is tried again every few seconds.
 */
export function lazyPart<P extends object>(fetch: () => Promise<ComponentType<P>>, fallback: ComponentChildren = null) {
  let part: ComponentType<P> | null = null;
  let coming: Promise<void> | null = null;
  const load = () =>
    (coming ??= fetch().then(
      (found) => void (part = found),
      (error: unknown) => {
        coming = null;
        throw error;
      },
    ));

  function Part(props: P) {
    const [, show] = useState(0);
    const Loaded = part;
    useEffect(() => {
      // What was drawn counts, not what has come since: the script may have arrived in between.
      if (Loaded) return;
      let left = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const attempt = () =>
        load().then(
          () => left || show((n) => n + 1),
          () => left || (timer = setTimeout(attempt, 3_000)),
        );
      void attempt();
      return () => {
        left = true;
        clearTimeout(timer);
      };
    }, []);
    return Loaded ? <Loaded {...props} /> : <>{fallback}</>;
  }
  /** Brings the script without showing anything. */
  Part.load = () => void load().catch(() => {});
  return Part;
}
