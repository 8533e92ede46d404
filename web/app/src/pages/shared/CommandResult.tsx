import { Callout } from '../../parts/Callout';
import type { Command } from './useCommand';

/** Shows the result of a command. */
export const CommandResult = ({ command: { outcome: told } }: { command: Command }) =>
  told && (
    <Callout icon={told.tone === 'good' ? 'check' : 'warning'} tone={told.tone} role={told.tone === 'good' ? 'status' : 'alert'}>
      {told.text}
    </Callout>
  );
