import { computed, effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const storageKey = 'onelead.theme';

export const themeOf = (text: string | null): Theme => themes.find((t) => t === text) ?? 'system';

/** Storage may be forbidden; then a choice lasts as long as the page. */
function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export const theme = signal<Theme>(themeOf(readStored()));
const darkQuery = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;
const systemIsDark = signal(darkQuery?.matches ?? false);
darkQuery?.addEventListener('change', (e) => (systemIsDark.value = e.matches));

/** What is drawn at last; canvases need to know. */
export const dark = computed(() => (theme.value === 'system' ? systemIsDark.value : theme.value === 'dark'));

/** Writes the theme where the style sheets look, and keeps the reader's choice. theme.js does the former before the first paint. */
export function applyTheme(): () => void {
  return effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
    try {
      if (theme.value === 'system') localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, theme.value);
    } catch {
      // It lasts as long as the page.
    }
  });
}

addEventListener?.('storage', (e) => e.key === storageKey && (theme.value = themeOf(e.newValue)));
