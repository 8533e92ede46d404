import type { ComponentChildren } from 'preact';
import { Failure } from '../../parts/Notice';
import { Callout } from '../../parts/Callout';
import { Skeleton } from '../../parts/Skeleton';
import type { RequestState } from '../../parts/useRequest';
import { Unavailable } from './Unavailable';

interface Props<T> {
  request: RequestState<T>;
  /** What this server does not have when it answers 404. */
  what: string;
  /** In place of the usual word on a 404. */
  missing?: ComponentChildren;
  waiting?: ComponentChildren;
  children(data: T): ComponentChildren;
}

/** What was asked for, or what stands in its place: bones while it comes, a word when it failed or does not exist. */
export function RequestResult<T>({ request: { data, problem, reload: again }, what, missing, waiting, children }: Props<T>) {
  if (data !== null)
    return (
      <>
        {problem && (
          <Callout icon="warning" tone="warn" role="status">
            What you see is from before: {problem.title.toLowerCase()}. It is tried again.
          </Callout>
        )}
        {children(data)}
      </>
    );
  if (problem?.status === 404 || problem?.status === 405)
    return (
      <>
        {missing ?? (
          <Unavailable what={what} reason="This server is of an older version: it has no such address. It comes with the next update." />
        )}
      </>
    );
  if (problem) return <Failure problem={problem} again={again} />;
  return <>{waiting ?? <Skeleton />}</>;
}
