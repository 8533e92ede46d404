import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../api/http';
import type { Load, PageProps } from '../pages/pages';
import { Failure } from './Notice';

const loaded = new Map<Load, ComponentType<PageProps>>();

/** Shows a page once its script is there. */
export function Lazy({ load, title, ...props }: PageProps & { load: Load; title: string }) {
  const [failed, setFailed] = useState(false);
  const [, show] = useState(0);
  const Page = loaded.get(load);
  useEffect(() => {
    // What was drawn counts: the script may have come in between.
    if (Page || failed) return;
    let left = false;
    load().then(
      (page) => {
        loaded.set(load, page);
        if (!left) show((n) => n + 1);
      },
      () => left || setFailed(true),
    );
    return () => void (left = true);
  }, [load, failed]);
  if (Page) return <Page {...props} />;
  return (
    <div class="page" aria-busy={!failed}>
      <div class="page-head">
        <h1>{title}</h1>
      </div>
      {failed && (
        <Failure
          problem={
            new Problem(0, 'The page could not be loaded', 'The server may be restarting, or was updated since: then reload the window.')
          }
          again={() => setFailed(false)}
        />
      )}
    </div>
  );
}
