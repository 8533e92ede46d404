import { signal } from '@preact/signals';

/** A view of the lead queue that the user saved: its name and its address. */
export interface SavedView {
  name: string;
  address: string;
}

const storageKey = 'onelead.views';

/** Parses the stored views and skips invalid entries. */
export function viewsOf(text: string | null): SavedView[] {
  try {
    const all: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(all)) return [];
    return all
      .filter(
        (v): v is SavedView =>
          typeof v?.name === 'string' && v.name !== '' && typeof v.address === 'string' && v.address.startsWith('/app/'),
      )
      .map(({ name, address }) => ({ name, address }));
  } catch {
    return [];
  }
}

/** Adds a view, or replaces the one of the same name. */
export const withView = (all: readonly SavedView[], view: SavedView): SavedView[] =>
  all.some((v) => v.name === view.name) ? all.map((v) => (v.name === view.name ? view : v)) : [...all, view];

function read(): SavedView[] {
  try {
    return viewsOf(localStorage.getItem(storageKey));
  } catch {
    return [];
  }
}

export const savedViews = signal<readonly SavedView[]>(read());

function store(all: readonly SavedView[]): void {
  savedViews.value = all;
  try {
    localStorage.setItem(storageKey, JSON.stringify(all));
  } catch {
    // The views last until the page is closed.
  }
}

export const saveView = (view: SavedView): void => store(withView(savedViews.peek(), view));
export const deleteView = (name: string): void => store(savedViews.peek().filter((v) => v.name !== name));
