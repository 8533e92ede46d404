import type { Problem } from '../api/http';

/** Says what failed, and whether it is tried again by itself. */
export const RetryNote = ({ problem, retry }: { problem: Problem; retry(): void }) => (
  <>
    {problem.title}.{' '}
    {problem.isTransient ? (
      'Trying again every few seconds.'
    ) : (
      <button class="link-button" type="button" onClick={retry}>
        Try again
      </button>
    )}
  </>
);
