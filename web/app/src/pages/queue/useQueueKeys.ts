import { useEffect, useRef } from 'preact/hooks';
import { isDialogOpen, isTyping } from '../../parts/keyboard';
import type { BulkAction } from './bulkActions';

interface Keys {
  move(step: 1 | -1): void;
  open(): void;
  leave(): void;
  pick(range: boolean): void;
  pickAll(): void;
  apply(): void;
  act(act: BulkAction): void;
}

const actionKeys: Record<string, BulkAction> = { c: 'contacted', q: 'qualified', w: 'converted', r: 'rejected', i: 'assign', s: 'snooze' };

/** Keyboard shortcuts of the queue: j and k move, Enter opens, x selects, letters run commands, Esc clears. */
export function useQueueKeys(keys: Keys): void {
  // A ref, because keys can be pressed before the effect runs again.
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping() || isDialogOpen()) return;
      const focus = document.activeElement;
      const onList = focus === document.body || focus?.matches('main, .lead-table, .vlist') || false;
      const on = latest.current;
      const act = actionKeys[event.key];
      if (event.key === 'j' || (event.key === 'ArrowDown' && onList)) on.move(1);
      else if (event.key === 'k' || (event.key === 'ArrowUp' && onList)) on.move(-1);
      else if (event.key === 'Enter' && onList) on.open();
      else if (event.key === 'x' || event.key === 'X') on.pick(event.shiftKey);
      else if (event.key === 'a') on.pickAll();
      else if (event.key === '.') on.apply();
      else if (event.key === 'Escape') return on.leave();
      else if (!act) return;
      // A key that is held down is one command.
      else if (!event.repeat) on.act(act);
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
