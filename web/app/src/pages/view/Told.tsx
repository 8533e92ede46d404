import { Icon } from '../../parts/Icon';
import type { Command } from './useCommand';

/** What became of a command. */
export const Told = ({ command: { told } }: { command: Command }) =>
  told && (
    <p class={`remark remark-${told.tone}`} role={told.tone === 'good' ? 'status' : 'alert'}>
      <Icon name={told.tone === 'good' ? 'check' : 'warning'} />
      <span>{told.text}</span>
    </p>
  );
