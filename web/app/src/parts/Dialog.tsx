import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from './Icon';

interface Props {
  title: string;
  onClose(): void;
  children: ComponentChildren;
  /** Buttons, the main one first. */
  foot?: ComponentChildren;
  wide?: boolean;
}

/** A question in front of the page. The browser keeps the focus inside, Esc closes, the focus goes back to where it was. */
export function Dialog({ title, onClose, children, foot, wide = false }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const dialog = box.current!;
    dialog.showModal();
    // What is asked for is at hand; a sheet to read has its close button.
    dialog.querySelector<HTMLElement>('.dialog-body :is(input, textarea, select), .dialog-foot .button')?.focus();
    return () => {
      dialog.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={`dialog${wide ? ' dialog-wide' : ''}`}
      aria-labelledby={id}
      onCancel={(e) => {
        e.preventDefault();
        onClose();
      }}
      // Keys pressed here are not for the page behind.
      onKeyDown={(e) => e.stopPropagation()}
      onPointerDown={(e) => e.target === box.current && onClose()}
    >
      <div class="dialog-box">
        <div class="dialog-head">
          <h2 id={id}>{title}</h2>
          <button class="icon-button" type="button" onClick={onClose} aria-label="Close" title="Close (Esc)">
            <Icon name="close" />
          </button>
        </div>
        <div class="dialog-body">{children}</div>
        {foot && <div class="dialog-foot">{foot}</div>}
      </div>
    </dialog>
  );
}
