import { Callout } from '../../parts/Callout';
import type { Command } from './useCommand';

/** Shows the result of a command. */
export const CommandResult = ({ command: { outcome } }: { command: Command }) =>
  outcome && (
    <Callout icon={outcome.tone === 'good' ? 'check' : 'warning'} tone={outcome.tone} role={outcome.tone === 'good' ? 'status' : 'alert'}>
      {outcome.text}
    </Callout>
  );
