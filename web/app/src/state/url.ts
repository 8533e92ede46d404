import { pathSegment } from '../api/http';
import { defaultQuery, parseQuery, queryParameters, type LeadQuery } from './leadQuery';

/** The pages that are addressed by name alone, beside the overview and the lead queue. */
export const views = [
  'action',
  'revenue',
  'health',
  'services',
  'territories',
  'analytics',
  'explore',
  'reconciliation',
  'imports',
  'rules',
  'system',
  'assignment',
  'users',
  'keys',
  'audit',
  'profile',
] as const;
export type View = (typeof views)[number];

/** The pages that are shown without the navigation, to people who have not signed in. */
export const entries = ['sign-in', 'welcome', 'first-user'] as const;
export type Entry = (typeof entries)[number];

/** A page's parameters in the address. Defaults are left out. */
export type Settings = Readonly<Record<string, string>>;

/** The open page with its parameters and the open lead, as the address holds them. */
export type Route =
  | { page: 'overview'; lead: string | null }
  | { page: 'leads'; query: LeadQuery; lead: string | null }
  | { page: 'account' | 'item'; id: string; settings: Settings; lead: string | null }
  | { page: View; settings: Settings; lead: string | null }
  | { page: Entry | 'unknown'; lead: null };

export type PageName = Route['page'];

/** A route without a page that can show a lead beside it. */
type BareRoute = Extract<Route, { page: Entry | 'unknown' }>;
export const isBare = (at: Route): at is BareRoute => at.page === 'unknown' || entries.some((e) => e === at.page);

const base = '/app';

/** Pages of one record, by the first part of the path. */
const recordPages: Record<string, 'account' | 'item'> = { accounts: 'account', items: 'item' };

export function parseRoute(pathname: string, search: string): Route {
  const parameters = new URLSearchParams(search);
  const lead = parameters.get('lead') || null;
  parameters.delete('lead');
  const [name = '', id, ...rest] = pathname.replace(/\/+$/, '').slice(base.length).split('/').slice(1);
  if (!`${pathname}/`.startsWith(`${base}/`) || rest.length) return { page: 'unknown', lead: null };
  if (id !== undefined) {
    const page = recordPages[name];
    return page && id ? { page, id: decoded(id), settings: settingsOf(parameters), lead } : { page: 'unknown', lead: null };
  }
  if (name === '' || name === 'index.html') return { page: 'overview', lead };
  if (name === 'leads') return { page: 'leads', query: parseQuery(parameters), lead };
  const entry = entries.find((e) => e === name);
  if (entry) return { page: entry, lead: null };
  const view = views.find((v) => v === name);
  return view ? { page: view, settings: settingsOf(parameters), lead } : { page: 'unknown', lead: null };
}

export function formatRoute(route: Route): string {
  const parameters: [string, string][] =
    route.page === 'leads'
      ? queryParameters(route.query)
      : 'settings' in route
        ? Object.entries(route.settings).filter(([, value]) => value !== '')
        : [];
  if (route.lead) parameters.push(['lead', route.lead]);
  const search = parameters.map(([name, value]) => `${name}=${readable(value)}`).join('&');
  const path = `${base}/${pathOf(route)}`;
  return search ? `${path}?${search}` : path;
}

function pathOf(route: Route): string {
  switch (route.page) {
    case 'overview':
    case 'unknown':
      return '';
    case 'account':
    case 'item':
      return `${route.page}s/${pathSegment(route.id)}`;
    default:
      return route.page;
  }
}

const settingsOf = (parameters: URLSearchParams): Settings => Object.fromEntries(parameters);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Escapes a query value but keeps colons and commas readable. */
const readable = (value: string) => encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%20', '+');

/** The lead queue with some filters set, and with a lead beside it. */
export const leadsWith = (query: Partial<LeadQuery>, lead: string | null = null): Route => ({
  page: 'leads',
  query: { ...defaultQuery, ...query },
  lead,
});

export const overview: Route = { page: 'overview', lead: null };

export const viewWith = (page: View, settings: Settings = {}): Route => ({ page, settings, lead: null });

export const accountAt = (id: string, settings: Settings = {}): Route => ({ page: 'account', id, settings, lead: null });

export const itemAt = (id: string, lead: string | null = null): Route => ({ page: 'item', id, settings: {}, lead });
