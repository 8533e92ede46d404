import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../parts/Icon';
import { set } from '../../state/router';

const pause = 250;

/** A search field whose text stands in the address under a name. */
export function Search({ name = 'text', value, label }: { name?: string; value: string | undefined; label: string }) {
  const [typed, setTyped] = useState(value ?? '');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(value ?? '');
  useEffect(() => {
    if ((value ?? '') !== asked.current) setTyped(value ?? '');
    asked.current = value ?? '';
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = (text: string, wait: number) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      asked.current = text.trim();
      set({ [name]: text.trim() }, 'replace');
    }, wait);
  };
  return (
    <div class="search">
      <Icon name="search" />
      <input
        class="field"
        type="search"
        placeholder={label}
        aria-label={label}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={(e) => ask(e.currentTarget.value, pause)}
        onKeyDown={(e) => {
          if (e.key === 'Enter') ask(typed, 0);
          else if (e.key === 'Escape' && typed) {
            e.preventDefault();
            e.stopPropagation();
            ask('', 0);
          }
        }}
      />
    </div>
  );
}
