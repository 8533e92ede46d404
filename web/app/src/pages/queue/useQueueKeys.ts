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

const acts: Record<string, BulkAction> = { c: 'contacted', q: 'qualified', w: 'converted', r: 'rejected', i: 'assign', s: 'snooze' };

/** j and k walk through the list, Enter opens, x selects, letters act, Esc lets go. Keys typed into a field are the field's own. */
export function useQueueKeys(keys: Keys): void {
  // Keys may be pressed faster than effects run: they always meet what was drawn last.
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping() || isDialogOpen()) return;
      const focus = document.activeElement;
      const onList = focus === document.body || focus?.matches('main, .lead-table, .vlist') || false;
      const on = latest.current;
      const act = acts[event.key];
      if (event.key === 'j' || (event.key === 'ArrowDown' && onList)) on.move(1);
      else if (event.key === 'k' || (event.key === 'ArrowUp' && onList)) on.move(-1);
      else if (event.key === 'Enter' && onList) on.open();
      else if (event.key === 'x' || event.key === 'X') on.pick(event.shiftKey);
      else if (event.key === 'a') on.pickAll();
      else if (event.key === '.') on.apply();
      else if (event.key === 'Escape') return on.leave();
      else if (act) on.act(act);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
