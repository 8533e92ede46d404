import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './Icon';

interface Props {
  label: ComponentChildren;
  /** The accessible name, if the label does not say enough. */
  name?: string;
  icon?: IconName;
  /** CSS class of the button. */
  class?: string;
  end?: boolean;
  disabled?: boolean;
  /** Accessible name of the panel, which then has the role `group`. */
  group?: string;
  /** Selector of the elements that the arrow keys move between. */
  focusable?: string;
  children(close: () => void): ComponentChildren;
}

/** A button that opens a panel below it. Esc, a click outside or moving the focus away closes it. Arrow keys move through it. */
export function Popover({
  label,
  name,
  icon,
  class: kind = 'button',
  end = false,
  disabled = false,
  group,
  focusable = 'a, button, input, select',
  children,
}: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const stops = () => [...box.current!.querySelectorAll<HTMLElement>(`.menu-panel :is(${focusable}):not([disabled])`)];

  useEffect(() => {
    if (!open) return;
    stops()[0]?.focus();
    const away = (event: Event) => {
      const target = event.target as Node;
      // Clicking a label's text focuses an element around the panel: keep the panel open.
      const around = event.type === 'focusin' && target.contains(box.current);
      if (!around && !box.current?.contains(target)) setOpen(false);
    };
    addEventListener('pointerdown', away);
    addEventListener('focusin', away);
    return () => {
      removeEventListener('pointerdown', away);
      removeEventListener('focusin', away);
    };
  }, [open]);

  const close = () => {
    setOpen(false);
    box.current?.querySelector<HTMLElement>('button')?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const all = stops();
      const at = all.indexOf(document.activeElement as HTMLElement);
      all[(at + (event.key === 'ArrowDown' ? 1 : all.length - 1)) % all.length]?.focus();
    }
  };
  return (
    <div class="menu" ref={box} onKeyDown={onKey}>
      <button
        class={kind}
        type="button"
        disabled={disabled}
        aria-label={name}
        title={name}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {icon && <Icon name={icon} />}
        {label}
      </button>
      {open && (
        <div class={`menu-panel${end ? ' menu-panel-end' : ''}`} id={id} role={group ? 'group' : undefined} aria-label={group}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
