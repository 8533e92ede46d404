import { signal } from '@preact/signals';
import { formatRoute, parseRoute, type Route, type Settings } from './url';

const here = () => parseRoute(location.pathname, location.search);

export const route = signal<Route>(here());

addEventListener('popstate', () => (route.value = here()));

/** Goes somewhere. `replace` is for steps that nobody wants to walk back through, such as typing into a filter. */
export function navigate(to: Route, how: 'push' | 'replace' = 'push'): void {
  const address = formatRoute(to);
  if (address === location.pathname + location.search) return;
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', address);
  route.value = to;
}

/** Opens a lead beside the page, or closes it. Moving from one lead to the next takes the place of the last. */
export function openLead(lead: string | null): void {
  const at = route.value;
  if (at.page === 'unknown') return;
  navigate({ ...at, lead }, at.lead && lead ? 'replace' : 'push');
}

/** For links: a plain click stays in the page, any other is the browser's. */
export const linkHandler = (to: Route) => (event: MouseEvent) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  navigate(to);
};

/** Changes what the open page keeps in the address; an empty text goes back to the default. */
export function updateSettings(change: Settings, how: 'push' | 'replace' = 'push'): void {
  const at = route.peek();
  if (!('settings' in at)) return;
  navigate({ ...at, settings: Object.fromEntries(Object.entries({ ...at.settings, ...change }).filter(([, value]) => value !== '')) }, how);
}
