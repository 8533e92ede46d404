import { useEffect } from 'preact/hooks';
import { lazy, type LoadState } from '../parts/lazy';
import type { PageName } from '../state/url';
import { overlay } from './overlay';

/** Closes an overlay whose script could not be loaded: it must not open by itself later. */
function CloseOnFailure({ problem }: LoadState) {
  useEffect(() => {
    if (problem) overlay.value = null;
  }, [problem]);
  return null;
}

const closeOnFailure = (state: LoadState) => <CloseOnFailure {...state} />;
const Palette = lazy(() => import('./palette/Palette').then((m) => m.Palette), closeOnFailure);
const Help = lazy(() => import('./Help').then((m) => m.Help), closeOnFailure);
const MenuSheet = lazy(() => import('./MenuSheet').then((m) => m.MenuSheet), closeOnFailure);

/** The dialog in front of the page, if one is open. */
export function Overlays({ page }: { page: PageName }) {
  switch (overlay.value) {
    case 'palette':
      return <Palette />;
    case 'help':
      return <Help />;
    case 'menu':
      return <MenuSheet page={page} />;
    default:
      return null;
  }
}
