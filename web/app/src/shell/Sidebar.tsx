import { portfolio } from '../live/connection';
import { day } from '../format/format';
import { Icon } from '../parts/Icon';
import { commandKey } from '../parts/keyboard';
import type { PageName } from '../state/url';
import { Brand } from './Brand';
import { overlay } from './overlay';
import { ConnectionPill } from './ConnectionPill';
import { Navigation } from './Navigation';
import { SignedInUser } from './SignedInUser';
import { ThemeSwitch } from './ThemeSwitch';

/** The navigation on the left. On a phone it is a bar at the top. */
export const Sidebar = ({ page }: { page: PageName }) => (
  <header class="rail">
    <Brand />
    <button class="finder" type="button" aria-keyshortcuts="Control+K" onClick={() => (overlay.value = 'palette')}>
      <Icon name="search" />
      <span class="finder-name">Find</span>
      <span class="finder-keys" aria-hidden="true">
        {commandKey} K
      </span>
    </button>
    <Navigation page={page} />
    <div class="rail-foot">
      <ConnectionPill />
      <Facts />
      <SignedInUser />
      <div class="rail-tools">
        <ThemeSwitch />
        <button class="icon-button" type="button" aria-label="Keyboard" title="Keyboard (?)" onClick={() => (overlay.value = 'help')}>
          <Icon name="keyboard" />
        </button>
      </div>
    </div>
  </header>
);

export function Facts() {
  const state = portfolio.state.value;
  if (!state?.asOf) return null;
  return (
    <dl class="rail-facts">
      <dt>As of</dt>
      <dd>{day(state.asOf)}</dd>
      {state.rulesVersion && (
        <>
          <dt>Rules</dt>
          <dd class="mono" title={state.rulesVersion}>
            {state.rulesVersion.slice(0, 12)}
          </dd>
        </>
      )}
    </dl>
  );
}
