import { useEffect, useState } from 'preact/hooks';
import { asProblem, request, type Answer, type Problem } from '../../api/http';
import type { Assignment } from '../../api/types';

const path = '/api/v1/assignment';

interface Change {
  method: 'PUT' | 'POST' | 'DELETE';
  /** What is changed, after `/assignment/`. */
  what: string;
  body?: unknown;
}

export interface AssignmentState {
  answer: Answer<Assignment> | null;
  problem: Problem | null;
  reload(): void;
  /** Changes the rules or their draft, if nobody else has changed them since they were read. */
  change(...changes: Change[]): Promise<void>;
}

/** The published rules and their draft, with the ETag that each change names. */
export function useAssignment(): AssignmentState {
  const [state, setState] = useState<Pick<AssignmentState, 'answer' | 'problem'>>({ answer: null, problem: null });
  // Several changes follow each other before the page shows the last one.
  const [latest] = useState<{ etag: string | null }>({ etag: null });
  const show = (answer: Answer<Assignment>) => {
    latest.etag = answer.etag;
    setState({ answer, problem: null });
  };
  const reload = () =>
    void request<Assignment>(path).then(show, (error: unknown) => setState((s) => ({ ...s, problem: asProblem(error) })));
  useEffect(reload, []);
  return {
    ...state,
    reload,
    async change(...changes) {
      let answer: Answer<Assignment> | undefined;
      for (const { method, what, body = {} } of changes) {
        answer = await request<Assignment>(`${path}/${what}`, {
          method,
          headers: { 'content-type': 'application/json', 'if-match': latest.etag ?? '' },
          body: JSON.stringify(body),
        });
        latest.etag = answer.etag;
      }
      if (answer) show(answer);
    },
  };
}
