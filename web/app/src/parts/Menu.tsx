import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './Icon';

interface Option {
  value: string;
  text: string;
}

interface Props {
  label: string;
  /** What stands on the button when nothing is chosen. */
  none: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}

const many = 12;

/** A button that opens a list of boxes to tick. Long lists can be searched. */
export function Menu({ label, none, options, chosen, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    box.current!.querySelector<HTMLElement>('.menu-panel input')?.focus();
    const away = (event: Event) => {
      const target = event.target as Node;
      // Pressing on the text of a label gives the focus to what is around the menu; that is not leaving it.
      const around = event.type === 'focusin' && target.contains(box.current);
      if (!around && !box.current?.contains(target)) setOpen(false);
    };
    addEventListener('pointerdown', away);
    addEventListener('focusin', away);
    return () => {
      removeEventListener('pointerdown', away);
      removeEventListener('focusin', away);
      setText('');
    };
  }, [open]);

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
      box.current!.querySelector('button')!.focus();
    } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const inputs = [...box.current!.querySelectorAll<HTMLElement>('.menu-panel input')];
      const at = inputs.indexOf(document.activeElement as HTMLElement);
      inputs[(at + (event.key === 'ArrowDown' ? 1 : inputs.length - 1)) % inputs.length]?.focus();
    }
  };

  const names = chosen.map((v) => options.find((o) => o.value === v)?.text ?? v);
  const shown = options.filter((o) => o.text.toLowerCase().includes(text.trim().toLowerCase()));
  const toggle = (value: string) => onChange(chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value]);

  return (
    <div class="menu" ref={box} onKeyDown={onKey}>
      <button class={`menu-button${chosen.length ? ' is-set' : ''}`} type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <span class="menu-label">{label}</span>
        <span class="menu-value">{names.length === 0 ? none : names.length <= 2 ? names.join(', ') : `${names.length} chosen`}</span>
        <Icon name="down" />
      </button>
      {open && (
        <div class="menu-panel" id={id} role="group" aria-label={label}>
          {options.length > many && (
            <input class="field menu-search" type="search" placeholder={`Find ${label.toLowerCase()}`} aria-label={`Find ${label.toLowerCase()}`} value={text} onInput={(e) => setText(e.currentTarget.value)} />
          )}
          <div class="menu-options">
            {shown.map((o) => (
              <label key={o.value} class="menu-option">
                <input type="checkbox" checked={chosen.includes(o.value)} onChange={() => toggle(o.value)} />
                <span>{o.text}</span>
              </label>
            ))}
            {!shown.length && <p class="menu-none">Nothing by that name</p>}
          </div>
          {chosen.length > 0 && (
            <button class="menu-clear" type="button" onClick={() => onChange([])}>
              Clear
            </button>
          )}
        </div>
      )}
    </div>
  );
}
