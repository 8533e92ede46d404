import { defaultQuery, parseQuery, queryParameters, type LeadQuery } from './query';

/** Where the reader is. The address holds all of it, and only what differs from the default. */
export type Route =
  | { page: 'overview'; lead: string | null }
  | { page: 'leads'; query: LeadQuery; lead: string | null }
  | { page: 'unknown'; lead: null };

const base = '/app';

export function parseRoute(pathname: string, search: string): Route {
  const parameters = new URLSearchParams(search);
  const lead = parameters.get('lead') || null;
  switch (pathname.replace(/\/+$/, '')) {
    case base:
    case `${base}/index.html`:
      return { page: 'overview', lead };
    case `${base}/leads`:
      return { page: 'leads', query: parseQuery(parameters), lead };
    default:
      return { page: 'unknown', lead: null };
  }
}

export function formatRoute(route: Route): string {
  const parameters: [string, string][] = route.page === 'leads' ? queryParameters(route.query) : [];
  if (route.lead) parameters.push(['lead', route.lead]);
  const search = parameters.map(([name, value]) => `${name}=${readable(value)}`).join('&');
  const path = route.page === 'leads' ? `${base}/leads` : `${base}/`;
  return search ? `${path}?${search}` : path;
}

/** Colons and commas may stand in a query as they are. */
const readable = (value: string) => encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%20', '+');

/** The work list with some filters set. */
export const leadsWith = (query: Partial<LeadQuery>): Route => ({ page: 'leads', query: { ...defaultQuery, ...query }, lead: null });

export const overview: Route = { page: 'overview', lead: null };
