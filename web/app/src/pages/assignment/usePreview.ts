import { useEffect, useState } from 'preact/hooks';
import { asProblem, post, type Problem } from '../../api/http';
import type { AssignmentPreview, AssignmentProblem } from '../../api/types';
import { bodyOf, type EditedRow } from './rows';

const delayMs = 400;

interface PreviewState {
  preview: AssignmentPreview | null;
  /** What is wrong with the rows. */
  errors: readonly AssignmentProblem[];
  problem: Problem | null;
}

/** Asks the server what the rows would do, shortly after each change. */
export function usePreview(rows: readonly EditedRow[] | null): PreviewState {
  const [state, setState] = useState<PreviewState>({ preview: null, errors: [], problem: null });
  const body = rows && JSON.stringify(bodyOf(rows));
  useEffect(() => {
    if (body === null) return;
    let ended = false;
    const timer = setTimeout(() => {
      post<AssignmentPreview>('/api/v1/assignment/preview?limit=20', JSON.parse(body)).then(
        (preview) => ended || setState({ preview, errors: [], problem: null }),
        (error: unknown) => {
          const problem = asProblem(error);
          const errors = Array.isArray(problem.errors) ? (problem.errors as AssignmentProblem[]) : [];
          if (!ended) setState({ preview: null, errors, problem: errors.length ? null : problem });
        },
      );
    }, delayMs);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [body]);
  return state;
}
