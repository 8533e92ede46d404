import { useEffect } from 'preact/hooks';
import { navigationItems } from './pages';
import { isDialogOpen, isTyping } from '../parts/keyboard';
import { navigate } from '../state/router';
import { undoLatest } from '../state/toasts';
import { overlay } from './overlay';

/** How long `g` waits for its letter. */
const goKeyTimeoutMs = 1_200;

/** The keys that work on every page. */
export function useShortcuts(): void {
  useEffect(() => {
    // Never yet: times count from the page's load, and 0 would be a moment ago to whoever is quick.
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
        const item = navigationItems.find((i) => i.key === event.key);
        if (!item) return;
        // The letter has had its say: no other listener takes it for its own.
        event.stopImmediatePropagation();
        navigate(item.to);
      } else if (event.key === 'g') g = event.timeStamp;
      else if (event.key === '?') overlay.value = 'help';
      else if (event.key === '/') toSearch();
      else return;
      event.preventDefault();
    };
    // Before the page's own keys: in `g c` the c is ours.
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

/** The page's own search; a page without one has the palette. */
function toSearch(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]');
  if (!field) overlay.value = 'palette';
  else {
    field.focus();
    field.select();
  }
}
