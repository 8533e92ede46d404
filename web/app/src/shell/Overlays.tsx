import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageName } from '../state/url';
import { overlay } from './overlay';

const loads = {
  palette: () => import('./palette/Palette'),
  help: () => import('./Help'),
  menu: () => import('./MenuSheet'),
} as const;

const loaded = new Map<string, ComponentType<{ page: PageName }>>();

/** What stands in front of the page; its script comes when it is wanted first. */
export function Overlays({ page }: { page: PageName }) {
  const name = overlay.value;
  const [, show] = useState(0);
  useEffect(() => {
    if (!name || loaded.has(name)) return;
    loads[name]().then(
      (part) => {
        loaded.set(name, part.default as ComponentType<{ page: PageName }>);
        show((n) => n + 1);
      },
      () => (overlay.value = null),
    );
  }, [name]);
  const Part = name ? loaded.get(name) : undefined;
  return Part ? <Part page={page} /> : null;
}
