import type { Lead, LeadStatus, LeadType, Priority } from '../api/types';
import { subjectName } from '../format/subject';
import { ownNames } from './me';

export const leadTypes: readonly LeadType[] = ['renewal', 'renewal_due', 'hardware_refresh', 'service_attach'];
export const statuses: readonly LeadStatus[] = ['new', 'contacted', 'qualified', 'converted', 'rejected'];
export const openStatuses: readonly LeadStatus[] = ['new', 'contacted', 'qualified'];
/** From the most to the least urgent. */
export const priorities: readonly Priority[] = ['critical', 'high', 'medium', 'low'];

export type SortKey = 'score' | 'priority' | 'type' | 'product' | 'account' | 'territory' | 'value' | 'status' | 'updatedAt';
export const sortKeys: readonly SortKey[] = [
  'priority',
  'score',
  'type',
  'product',
  'account',
  'territory',
  'value',
  'status',
  'updatedAt',
];

/** The product families of the default rules. */
export const families: readonly string[] = [
  '3PAR',
  'ALLETRA',
  'ALLETRA MP',
  'ARUBA',
  'C7000',
  'COMPUTE',
  'MSA',
  'MSL',
  'NIMBLE',
  'OTHER',
  'PRIMERA',
  'SIMPLIVITY',
  'STOREONCE',
  'SYNERGY',
];

export interface Sort {
  key: SortKey;
  descending: boolean;
}

/** The filters and the order of the lead queue. An empty list or text does not filter; no status means open leads. */
export interface LeadQuery {
  type: LeadType[];
  priority: Priority[];
  status: LeadStatus[];
  territory: string[];
  account: string;
  family: string[];
  text: string;
  minScore: number | null;
  /** A name, `none` for unassigned leads, `me` for the user's own, or empty for all. */
  assignee: string;
  /** Empty hides snoozed leads, `only` shows nothing else, `all` shows both. */
  snoozed: '' | 'only' | 'all';
  /** How rows are grouped. Not a filter. */
  group: Group;
  sort: Sort;
}

/** Groups of leads. Several items are often parts of one purchase. */
export const groupOptions = ['', 'account', 'product'] as const;
export type Group = (typeof groupOptions)[number];

export const defaultQuery: LeadQuery = {
  type: [],
  priority: [],
  status: [],
  territory: [],
  account: '',
  family: [],
  text: '',
  minScore: null,
  assignee: '',
  snoozed: '',
  group: '',
  sort: { key: 'score', descending: true },
};

/** The direction of a column's first sort: urgent and large values first, names from A. */
export const firstDescending = (key: SortKey): boolean => ['score', 'priority', 'value', 'updatedAt'].includes(key);

export const isFiltered = (q: LeadQuery): boolean =>
  q.type.length + q.priority.length + q.status.length + q.territory.length + q.family.length > 0 ||
  !!(q.account || q.text || q.assignee || q.snoozed) ||
  q.minScore !== null;

/** Parses parameters leniently: unknown values are skipped, and lists may be repeated or joined by commas. */
export function parseQuery(search: URLSearchParams): LeadQuery {
  const list = (name: string) =>
    search
      .getAll(name)
      .flatMap((v) => v.split(','))
      .map((v) => v.trim())
      .filter(Boolean);
  const known = <T extends string>(name: string, all: readonly T[]): T[] => {
    const wanted = new Set(list(name));
    const found = all.filter((v) => wanted.has(v));
    return found.length === all.length && name !== 'status' ? [] : found;
  };
  const score = Number(search.get('minScore') ?? NaN);
  return {
    type: known('type', leadTypes),
    priority: known('priority', priorities),
    status: known('status', statuses),
    territory: [...new Set(list('territory'))].sort(),
    account: search.get('account') ?? '',
    family: [...new Set(list('family').map((f) => f.toUpperCase()))].sort(),
    text: search.get('text') ?? '',
    minScore: Number.isFinite(score) && score > 0 && score <= 100 ? score : null,
    assignee: search.get('assignee') ?? '',
    snoozed: (['only', 'all'] as const).find((v) => v === search.get('snoozed')) ?? '',
    group: groupOptions.find((g) => g === search.get('group')) ?? '',
    sort: parseSort(search.get('sort')),
  };
}

function parseSort(text: string | null): Sort {
  const descending = text?.startsWith('-') ?? false;
  const key = sortKeys.find((k) => k === (descending ? text!.slice(1) : text));
  return key ? { key, descending } : defaultQuery.sort;
}

export const sortText = (sort: Sort): string => (sort.descending ? '-' : '') + sort.key;

/** The parameters that differ from the default, in a fixed order. `forServer` adds the sort and leaves out what only the page uses. */
export function queryParameters(q: LeadQuery, forServer = false): [string, string][] {
  const all: [string, string][] = [
    ['type', q.type.join(',')],
    ['priority', q.priority.join(',')],
    ['status', q.status.join(',')],
    ['territory', q.territory.join(',')],
    ['account', q.account],
    ['family', q.family.join(',')],
    ['text', q.text.trim()],
    ['minScore', q.minScore === null ? '' : String(q.minScore)],
    ...(forServer && q.assignee === mine ? own() : [q.assignee]).map((name): [string, string] => ['assignee', name]),
    ['snoozed', forServer ? { '': 'false', only: 'true', all: '' }[q.snoozed] : q.snoozed],
    ['group', forServer ? '' : q.group],
    ['sort', !forServer && sortText(q.sort) === sortText(defaultQuery.sort) ? '' : sortText(q.sort)],
  ];
  return all.filter(([, value]) => value !== '');
}

/**
 * Whether a lead matches the query. The text of a listed lead is not checked again: the server's search may look at more
 * than the row shows.
 */
export function matches(q: LeadQuery, lead: Lead, listed = false): boolean {
  const status: readonly LeadStatus[] = q.status.length ? q.status : openStatuses;
  return (
    status.includes(lead.status) &&
    (!q.type.length || q.type.includes(lead.type)) &&
    (!q.priority.length || q.priority.includes(lead.priority)) &&
    (!q.territory.length || q.territory.includes(lead.territory ?? '-')) &&
    (!q.account || q.account === lead.account?.id) &&
    (!q.family.length || q.family.includes(lead.item?.family?.toUpperCase() ?? '')) &&
    isAssigned(q.assignee, lead.assignee) &&
    (q.snoozed === 'all' || (q.snoozed === 'only') === isSnoozed(lead)) &&
    (q.minScore === null || lead.score >= q.minScore) &&
    (listed || !q.text.trim() || textOf(lead).includes(q.text.trim().toLowerCase()))
  );
}

/** The assignee that stands for the user. */
export const mine = 'me';

// The server knows it in requests, but topics are shared, so the names are sent. Without a name it says what is missing.
const own = (): readonly string[] => (ownNames.peek().length ? ownNames.peek() : [mine]);

function isAssigned(wanted: string, assignee: string | null): boolean {
  if (!wanted) return true;
  if (wanted === 'none') return !assignee;
  const names = wanted === mine ? own() : [wanted];
  return names.some((name) => name.toLowerCase() === assignee?.toLowerCase());
}

/** Whether the lead is snoozed until a later day. */
export const isSnoozed = (lead: Lead): boolean => !!lead.snoozedUntil && lead.snoozedUntil > (lead.asOf ?? '');

const textOf = (lead: Lead): string =>
  [lead.account?.name, subjectName(lead), lead.item?.serial, lead.item?.productId, lead.item?.family, lead.territory]
    .join('\n')
    .toLowerCase();

type Key = number | string | null;

const keyOf: Record<SortKey, (lead: Lead) => Key> = {
  score: (l) => l.score,
  priority: (l) => -priorities.indexOf(l.priority),
  type: (l) => leadTypes.indexOf(l.type),
  product: (l) => l.item?.product ?? l.contract?.number ?? null,
  account: (l) => l.account?.name ?? null,
  territory: (l) => l.territory ?? null,
  value: (l) => l.estimatedValue?.max ?? null,
  status: (l) => statuses.indexOf(l.status),
  updatedAt: (l) => (l.updatedAt ? Date.parse(l.updatedAt) : null),
};

/** Compares by the sort column alone. Unknown values come last in both directions. */
export function compareBy(sort: Sort): (a: Lead, b: Lead) => number {
  const key = keyOf[sort.key];
  const sign = sort.descending ? -1 : 1;
  return (a, b) => {
    const x = key(a);
    const y = key(b);
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * collator.compare(String(x), String(y));
  };
}

const collator = new Intl.Collator('en', { sensitivity: 'base' });
