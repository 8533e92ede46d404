import { computed, effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const place = 'onelead.theme';

export const themeOf = (text: string | null): Theme => themes.find((t) => t === text) ?? 'system';

/** Storage may be forbidden; then a choice lasts as long as the page. */
function kept(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

export const theme = signal<Theme>(themeOf(kept()));
const night = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;
const systemIsDark = signal(night?.matches ?? false);
night?.addEventListener('change', (e) => (systemIsDark.value = e.matches));

/** What is drawn at last; canvases need to know. */
export const dark = computed(() => (theme.value === 'system' ? systemIsDark.value : theme.value === 'dark'));

/** Writes the theme where the style sheets look, and keeps the reader's choice. theme.js does the former before the first paint. */
export function applyTheme(): () => void {
  return effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
    try {
      if (theme.value === 'system') localStorage.removeItem(place);
      else localStorage.setItem(place, theme.value);
    } catch {
      // It lasts as long as the page.
    }
  });
}

addEventListener?.('storage', (e) => e.key === place && (theme.value = themeOf(e.newValue)));
