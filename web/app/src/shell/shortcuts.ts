import { useEffect } from 'preact/hooks';
import { navigationItems } from './pages';
import { isDialogOpen, isTyping } from '../parts/keyboard';
import { navigate } from '../state/router';
import { undoLatest } from '../state/undo';
import { overlay } from './overlay';

/** How long `g` waits for the second key. */
const goKeyTimeoutMs = 1_200;

/** Handles the keyboard shortcuts that work on every page. */
export function useShortcuts(): void {
  useEffect(() => {
    // Not 0: event times count from the page's load, so 0 could be less than the timeout ago.
    let g = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        if (!isDialogOpen()) overlay.value = 'palette';
        return;
      }
      if (event.defaultPrevented || isDialogOpen() || isTyping()) return;
      if (command && !event.altKey && !event.shiftKey && event.key === 'z') {
        if (undoLatest()) event.preventDefault();
        return;
      }
      if (command || event.altKey) return;
      const awaited = event.timeStamp - g < goKeyTimeoutMs;
      g = -Infinity;
      if (awaited) {
        const item = navigationItems.peek().find((i) => i.key === event.key);
        if (!item) return;
        // Keep the page's own shortcuts from handling the same key.
        event.stopImmediatePropagation();
        navigate(item.to);
      } else if (event.key === 'g') g = event.timeStamp;
      else if (event.key === '?') overlay.value = 'help';
      else if (event.key === '/') toSearch();
      else return;
      event.preventDefault();
    };
    // Capture, to run before the page's own shortcuts: `c` after `g` is navigation.
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

/** Focuses the page's search field, or opens the palette when there is none. */
function toSearch(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]');
  if (!field) overlay.value = 'palette';
  else {
    field.focus();
    field.select();
  }
}
