import type { ComponentChildren } from 'preact';
import { Failure } from '../../parts/Notice';
import { Callout } from '../../parts/Callout';
import { RetryNote } from '../../parts/RetryNote';
import { Skeleton } from '../../parts/Skeleton';
import type { RequestState } from '../../parts/useRequest';
import { Unavailable } from './Unavailable';

interface Props<T> {
  request: RequestState<T>;
  /** Names what is missing when the server answers 404. */
  what: string;
  /** Replaces the default message for a 404. */
  missing?: ComponentChildren;
  waiting?: ComponentChildren;
  children(data: T): ComponentChildren;
}

/** Shows a request's data, or a placeholder while it loads, or a message when it failed. */
export function RequestResult<T>({ request: { data, problem, reload }, what, missing, waiting, children }: Props<T>) {
  if (data !== null)
    return (
      <>
        {problem && (
          <Callout icon="warning" tone="warn" role="status">
            This data may be out of date. <RetryNote problem={problem} retry={reload} />
          </Callout>
        )}
        {children(data)}
      </>
    );
  if (problem?.status === 404 || problem?.status === 405)
    return <>{missing ?? <Unavailable what={what} reason="This server version does not offer it." />}</>;
  if (problem) return <Failure problem={problem} again={reload} />;
  return <>{waiting ?? <Skeleton />}</>;
}
