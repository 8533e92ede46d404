import { useEffect, useRef } from 'preact/hooks';

interface Keys {
  move(step: 1 | -1): void;
  open(): void;
  leave(): void;
}

export const searchField = 'queue-search';

const isTyping = (element: Element | null): boolean => element instanceof HTMLElement && element.matches('input:not([type=checkbox]), textarea, select');

/** j and k walk through the list, Enter opens, / searches, Esc lets go. Keys typed into a field are the field's own. */
export function useQueueKeys(keys: Keys): void {
  // Keys may be pressed faster than effects run: they always meet what was drawn last.
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const focus = document.activeElement;
      if (isTyping(focus)) return;
      const onList = focus === document.body || focus?.matches('main, .lead-table, .vlist') || false;
      if (event.key === 'j' || (event.key === 'ArrowDown' && onList)) latest.current.move(1);
      else if (event.key === 'k' || (event.key === 'ArrowUp' && onList)) latest.current.move(-1);
      else if (event.key === 'Enter' && onList) latest.current.open();
      else if (event.key === '/') document.getElementById(searchField)?.focus();
      else if (event.key === 'Escape') return latest.current.leave();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
