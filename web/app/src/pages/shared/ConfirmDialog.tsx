import type { ComponentChildren } from 'preact';
import { Dialog } from '../../parts/Dialog';
import { CommandResult } from './CommandResult';
import { useCommand } from './useCommand';

interface Props {
  title: string;
  /** Text of the confirming button. */
  button: string;
  /** False while required input is missing. */
  ready?: boolean;
  work(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
  children: ComponentChildren;
}

/** A dialog that confirms an action. It closes on success and shows the problem otherwise. */
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
