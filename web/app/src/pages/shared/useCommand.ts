import { useState } from 'preact/hooks';
import { asProblem } from '../../api/http';

export interface Command {
  busy: boolean;
  /** What became of the last one. */
  outcome: { tone: 'good' | 'warn'; text: string } | null;
  /** Runs it and says what came of it; true when it was done. */
  run(work: () => Promise<string | void>): Promise<boolean>;
  clear(): void;
}

/** A command to the server: one at a time, and its outcome in words. */
export function useCommand(): Command {
  const [state, setState] = useState<Pick<Command, 'busy' | 'outcome'>>({ busy: false, outcome: null });
  return {
    ...state,
    clear: () => setState({ busy: false, outcome: null }),
    async run(work) {
      setState({ busy: true, outcome: null });
      try {
        const text = await work();
        setState({ busy: false, outcome: text ? { tone: 'good', text } : null });
        return true;
      } catch (error) {
        const problem = asProblem(error);
        setState({ busy: false, outcome: { tone: 'warn', text: problem.detail ? `${problem.title}. ${problem.detail}` : problem.title } });
        return false;
      }
    },
  };
}
