import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './Icon';

interface Props {
  /** The current search text. */
  value: string;
  label: string;
  /** Placeholder. Default: the label. */
  hint?: string;
  /** Enter, and Esc in the empty field, move the focus back to the page. */
  leaves?: boolean;
  onSearch(text: string): void;
}

/** Searches after a pause in typing. */
const searchDelayMs = 250;

/** A field that searches while typing. Enter searches at once, Esc clears it. */
export function SearchField({ value, label, hint = label, leaves = false, onSearch }: Props) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(value);
  useEffect(() => {
    if (value !== asked.current) setTyped(value);
    asked.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (text: string, wait: number) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      asked.current = text.trim();
      onSearch(text.trim());
    }, wait);
  };
  return (
    <div class="search">
      <Icon name="search" />
      <input
        class="field"
        type="search"
        placeholder={hint}
        aria-label={label}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={(e) => search(e.currentTarget.value, searchDelayMs)}
        onKeyDown={(e) => {
          if (e.key === 'Enter') {
            search(typed, 0);
            if (leaves) e.currentTarget.blur();
          } else if (e.key === 'Escape' && (typed || leaves)) {
            e.preventDefault();
            e.stopPropagation();
            if (typed) search('', 0);
            else e.currentTarget.blur();
          }
        }}
      />
    </div>
  );
}
