import { Remark } from '../../parts/Remark';
import type { Command } from './useCommand';

/** What became of a command. */
export const Told = ({ command: { told } }: { command: Command }) =>
  told && (
    <Remark icon={told.tone === 'good' ? 'check' : 'warning'} tone={told.tone} role={told.tone === 'good' ? 'status' : 'alert'}>
      {told.text}
    </Remark>
  );
