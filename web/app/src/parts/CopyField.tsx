import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './Icon';

/** A text that can be copied. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setCopied(false), [value]);
  const copy = async () => {
    field.current!.select();
    // Browsers offer the clipboard on this machine and over HTTPS only.
    const done = await (navigator.clipboard?.writeText(value).then(() => true) ?? Promise.resolve(false)).catch(() => false);
    setCopied(done || document.execCommand('copy'));
  };
  return (
    <div class="copy">
      <input ref={field} class="field mono" readOnly value={value} aria-label={label} onClick={(e) => e.currentTarget.select()} />
      <button class="button" type="button" onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} />
        <span role="status">{copied ? 'Copied' : 'Copy'}</span>
      </button>
    </div>
  );
}
