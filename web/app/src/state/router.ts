import { signal } from '@preact/signals';
import { formatRoute, isBare, parseRoute, type Route, type Settings } from './url';

const here = () => parseRoute(location.pathname, location.search);

export const route = signal<Route>(here());

addEventListener('popstate', () => (route.value = here()));

/** Opens a route. `replace` is for changes that should not fill the history, such as typing into a filter. */
export function navigate(to: Route, how: 'push' | 'replace' = 'push'): void {
  const address = formatRoute(to);
  if (address === location.pathname + location.search) return;
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', address);
  route.value = to;
}

/** Opens a lead in the drawer, or closes it. The next lead replaces the last one in the history. */
export function openLead(lead: string | null): void {
  const at = route.value;
  if (isBare(at)) return;
  navigate({ ...at, lead }, at.lead && lead ? 'replace' : 'push');
}

/** Opens an address of the dashboard. */
export function navigateTo(address: string, how: 'push' | 'replace' = 'push'): void {
  const { pathname, search } = new URL(address, location.origin);
  navigate(parseRoute(pathname, search), how);
}

/** A click handler for links: a plain click navigates in the page, any other is left to the browser. */
export const linkHandler = (to: Route) => (event: MouseEvent) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  navigate(to);
};

/** Changes the open page's parameters in the address. An empty text restores the default. */
export function updateSettings(change: Settings, how: 'push' | 'replace' = 'push'): void {
  const at = route.peek();
  if (!('settings' in at)) return;
  navigate({ ...at, settings: Object.fromEntries(Object.entries({ ...at.settings, ...change }).filter(([, value]) => value !== '')) }, how);
}
