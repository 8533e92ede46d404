import { useState } from 'preact/hooks';
import { DropdownButton } from './DropdownButton';

interface Option {
  value: string;
  text: string;
}

interface Props {
  label: string;
  /** The button's text when nothing is selected. */
  placeholder: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}

const searchFrom = 12;

/** A button that opens a list of checkboxes. Long lists have a search field. */
export function MultiSelect({ placeholder, ...list }: Props) {
  const { label, options, chosen } = list;
  const names = chosen.map((v) => options.find((o) => o.value === v)?.text ?? v);
  const value = names.length === 0 ? placeholder : names.length <= 2 ? names.join(', ') : `${names.length} chosen`;
  return (
    <DropdownButton label={label} value={value} isSet={chosen.length > 0} group={label} focusable="input">
      {() => <CheckboxList {...list} />}
    </DropdownButton>
  );
}

/** Checkboxes with a search field if there are many. */
export function CheckboxList({ label, options, chosen, onChange }: Omit<Props, 'placeholder'>) {
  const [text, setText] = useState('');
  const shown = options.filter((o) => o.text.toLowerCase().includes(text.trim().toLowerCase()));
  const toggle = (value: string) => onChange(chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value]);
  return (
    <>
      {options.length > searchFrom && (
        <input
          class="field menu-search"
          type="search"
          placeholder={`Find ${label.toLowerCase()}`}
          aria-label={`Find ${label.toLowerCase()}`}
          value={text}
          onInput={(e) => setText(e.currentTarget.value)}
        />
      )}
      <div class="menu-options">
        {shown.map((o) => (
          <label key={o.value} class="menu-option">
            <input type="checkbox" checked={chosen.includes(o.value)} onChange={() => toggle(o.value)} />
            <span>{o.text}</span>
          </label>
        ))}
        {!shown.length && <p class="menu-none">No matches</p>}
      </div>
      {chosen.length > 0 && (
        <button class="menu-clear" type="button" onClick={() => onChange([])}>
          Clear
        </button>
      )}
    </>
  );
}
