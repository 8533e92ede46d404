import type { ComponentChildren } from 'preact';
import { Dialog } from '../../parts/Dialog';
import { CommandResult } from './CommandResult';
import { useCommand } from './useCommand';

interface Props {
  title: string;
  /** What is on the button that does it. */
  button: string;
  /** False while something is still to be said. */
  ready?: boolean;
  work(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
  children: ComponentChildren;
}

/** Asks before something is done. It closes when it was done; until then it says what hindered it. */
export function ConfirmDialog({ title, button, ready = true, work, onDone, onClose, children }: Props) {
  const command = useCommand();
  const confirm = () =>
    void command
      .run(async () => {
        await work();
      })
      .then((ok) => {
        if (!ok) return;
        onClose();
        onDone();
      });
  return (
    <Dialog
      title={title}
      onClose={onClose}
      foot={
        <>
          <button class="button button-main" type="button" disabled={!ready || command.busy} onClick={confirm}>
            {button}
          </button>
          <button class="button" type="button" onClick={onClose}>
            Cancel
          </button>
        </>
      }
    >
      {children}
      <CommandResult command={command} />
    </Dialog>
  );
}
