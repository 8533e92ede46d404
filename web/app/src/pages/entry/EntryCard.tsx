import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { asProblem, type Problem } from '../../api/http';
import { Callout } from '../../parts/Callout';
import { BrandMark } from '../../parts/BrandMark';
import './entry.css';

interface Props {
  title: string;
  intro?: ComponentChildren;
  /** Text of the button that sends the form. */
  button: string;
  problem: Problem | null;
  busy: boolean;
  onSend(): void;
  children: ComponentChildren;
  /** Shown below the form. */
  after?: ComponentChildren;
}

/** The form of a page without navigation. */
export function EntryCard({ title, intro, button, problem, busy, onSend, children, after }: Props) {
  useEffect(() => {
    // An open page may be behind.
    const before = document.title;
    document.title = `${title} · OneLead`;
    return () => void (document.title = before);
  }, [title]);
  return (
    <div class="entry-card">
      <p class="entry-brand">
        <BrandMark />
        OneLead
      </p>
      <h1>{title}</h1>
      {intro}
      <form
        class="ask"
        onSubmit={(e) => {
          e.preventDefault();
          if (!busy) onSend();
        }}
      >
        {children}
        {problem && (
          <Callout icon="warning" tone="warn" role="alert">
            {problem.detail ?? problem.title}
          </Callout>
        )}
        <button class="button button-main entry-send" type="submit" aria-disabled={busy}>
          {button}
        </button>
      </form>
      {after}
    </div>
  );
}

/** Sends a form once at a time and keeps its problem. */
export function useSend(): { problem: Problem | null; busy: boolean; send(work: () => Promise<void>): void } {
  const [state, setState] = useState<{ problem: Problem | null; busy: boolean }>({ problem: null, busy: false });
  return {
    ...state,
    send(work) {
      setState({ problem: null, busy: true });
      work().then(
        () => setState({ problem: null, busy: false }),
        (error: unknown) => setState({ problem: asProblem(error), busy: false }),
      );
    },
  };
}
