import { computed, effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const storageKey = 'onelead.theme';

export const themeOf = (text: string | null): Theme => themes.find((t) => t === text) ?? 'system';

/** If storage is blocked, a choice lasts until the page is closed. */
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

/** Whether the page is dark. Charts on a canvas need to know. */
export const dark = computed(() => (theme.value === 'system' ? systemIsDark.value : theme.value === 'dark'));

/** Sets the theme for the style sheets and stores the choice. public/theme.js sets it before the first paint. */
export function applyTheme(): () => void {
  return effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
    try {
      if (theme.value === 'system') localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, theme.value);
    } catch {
      // The choice lasts until the page is closed.
    }
  });
}

addEventListener?.('storage', (e) => e.key === storageKey && (theme.value = themeOf(e.newValue)));
