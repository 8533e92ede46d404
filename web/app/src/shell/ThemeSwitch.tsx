import { Icon } from '../parts/Icon';
import { theme, themes } from '../state/theme';

const icons = { system: 'screen', light: 'sun', dark: 'moon' } as const;
const names = { system: 'System', light: 'Light', dark: 'Dark' } as const;

export const ThemeSwitch = () => (
  <div class="theme-switch" role="radiogroup" aria-label="Theme">
    {themes.map((t) => (
      <label key={t} title={names[t]}>
        <input
          class="unseen"
          type="radio"
          name="theme"
          checked={theme.value === t}
          aria-label={names[t]}
          onChange={() => (theme.value = t)}
        />
        <Icon name={icons[t]} />
      </label>
    ))}
  </div>
);
