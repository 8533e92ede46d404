import { useState } from 'preact/hooks';
import { asProblem } from '../../api/http';

export interface Command {
  busy: boolean;
  /** The result of the last command. */
  outcome: { tone: 'good' | 'warn'; text: string } | null;
  /** Runs a command and stores its result. True when it succeeded. */
  run(work: () => Promise<string | void>): Promise<boolean>;
  clear(): void;
}

/** Runs commands on the server, one at a time, and keeps the result as a message. */
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
