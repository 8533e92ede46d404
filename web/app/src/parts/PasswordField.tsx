import type { RefObject } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Icon } from './Icon';

interface Props {
  label: string;
  value: string;
  /** A new password has a shortest length, and a hint that says so. */
  isNew?: boolean;
  field?: RefObject<HTMLInputElement | null>;
  onInput(value: string): void;
}

/** The shortest password that the server accepts. */
const minLength = 12;

/** A password with a button that shows it. */
export function PasswordField({ label, value, isNew = false, field, onInput }: Props) {
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <div class="password">
      <label for={id}>{label}</label>
      <div class="password-box">
        <input
          id={id}
          ref={field ?? null}
          class="field"
          // The types of Preact know no field that changes its type.
          type={(shown ? 'text' : 'password') as 'password'}
          value={value}
          required
          maxLength={1000}
          {...(isNew && { minLength, 'aria-describedby': `${id}-hint` })}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          autocapitalize="none"
          spellcheck={false}
          onInput={(e) => onInput(e.currentTarget.value)}
        />
        <button
          class="icon-button"
          type="button"
          aria-pressed={shown}
          aria-label={`Show: ${label.toLowerCase()}`}
          title={shown ? 'Hide' : 'Show'}
          onClick={() => setShown(!shown)}
        >
          <Icon name="eye" />
        </button>
      </div>
      {isNew && (
        <small id={`${id}-hint`} class="aside">
          At least {minLength} characters, without your name. A few words in a row are good.
        </small>
      )}
    </div>
  );
}
