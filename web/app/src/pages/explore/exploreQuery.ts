import type { Settings } from '../../state/url';

/** The filter operators with their labels. */
export const operators = {
  eq: 'is',
  ne: 'is not',
  contains: 'contains',
  gt: 'above',
  ge: 'at least',
  lt: 'below',
  le: 'at most',
  not_lt: 'not below',
  set: 'is filled',
  empty: 'is empty',
} as const;

export type Operator = keyof typeof operators;

const dateOperators: Partial<Record<Operator, string>> = {
  gt: 'after',
  ge: 'on or after',
  lt: 'before',
  le: 'on or before',
  not_lt: 'not before',
};

/** The operator in words that suit the field's type. */
export const operatorText = (op: Operator, type: string | undefined): string =>
  (type === 'date' || type === 'instant' ? dateOperators[op] : undefined) ?? operators[op];

export interface Condition {
  field: string;
  op: Operator;
  value: string;
}

/** Whether the operator needs no value. */
export const takesNoValue = (op: Operator): boolean => op === 'set' || op === 'empty';

const isOperator = (text: string | undefined): text is Operator => text !== undefined && text in operators;

/** Parses conditions from the address: `field:op:value`, joined by semicolons. A semicolon in a value is doubled. */
export function parseConditions(text: string | undefined): Condition[] {
  if (!text) return [];
  return text
    .replaceAll(';;', '\u0000')
    .split(';')
    .map((part) => part.replaceAll('\u0000', ';'))
    .flatMap((part): Condition[] => {
      const [field, op, ...value] = part.split(':');
      return field && isOperator(op) ? [{ field, op, value: value.join(':') }] : [];
    });
}

export const formatConditions = (conditions: readonly Condition[]): string =>
  conditions.map((c) => [c.field, c.op, ...(takesNoValue(c.op) ? [] : [c.value])].join(':').replaceAll(';', ';;')).join(';');

/** Whether the condition can be sent. Incomplete ones are ignored. */
export const isComplete = (c: Condition): boolean => !!c.field && (takesNoValue(c.op) || c.value.trim() !== '');

export interface ExploreQuery {
  kind: string;
  conditions: Condition[];
  /** Null means the default columns of the kind. */
  columns: string[] | null;
  by: string;
  sum: string;
  sort: string;
  text: string;
  territory: string;
}

/** Fields of the account that every kind can be grouped by. */
export const commonGroupFields: ReadonlySet<string> = new Set(['account', 'account.segment', 'account.tier', 'territory']);

export const kinds = [
  'item',
  'account',
  'opportunity',
  'project',
  'contract',
  'service_credit',
  'ticket',
  'order',
  'payment',
  'usage',
  'contact',
  'activity',
  'engagement',
  'survey',
  'raw',
  'product_lifecycle',
  'service_offer',
  'service',
  'territory_mapping',
] as const;

export const parseExploreQuery = (settings: Settings): ExploreQuery => ({
  kind: settings['kind'] ?? 'item',
  conditions: parseConditions(settings['if']),
  columns: settings['cols'] ? settings['cols'].split(',').filter(Boolean) : null,
  by: settings['by'] ?? '',
  sum: settings['sum'] ?? '',
  sort: settings['sort'] ?? '',
  text: settings['text'] ?? '',
  territory: settings['territory'] ?? '',
});

/** The filters as query parameters, for lists, groups and exports. */
export function filterParameters(ask: ExploreQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const c of ask.conditions)
    if (isComplete(c)) parameters.append('where', [c.field, c.op, ...(takesNoValue(c.op) ? [] : [c.value.trim()])].join(':'));
  if (ask.text) parameters.set('text', ask.text);
  if (ask.territory) parameters.set('territory', ask.territory);
  return parameters;
}

/** The default columns of each kind. */
export const defaultColumns: Record<string, readonly string[]> = {
  item: ['productName', 'family', 'risk', 'support', 'endOfLife', 'supportEnd'],
  account: ['name', 'tier', 'segment', 'industry', 'accountManager', 'country'],
  opportunity: ['name', 'stage', 'amount', 'probability', 'closeDate', 'owner'],
  project: ['name', 'practice', 'status', 'stage', 'end', 'value'],
  contract: ['number', 'type', 'serviceLevel', 'end', 'annualValue', 'autoRenewal'],
  service_credit: ['name', 'practice', 'purchased', 'delivered', 'expired', 'contractEnd'],
  ticket: ['subject', 'status', 'severity', 'opened', 'resolved', 'escalated'],
  order: ['number', 'status', 'amount', 'orderDate', 'delivered'],
  payment: ['invoice', 'status', 'amount', 'due', 'paid'],
  usage: ['product', 'metric', 'value', 'limit', 'utilization', 'period'],
  contact: ['firstName', 'lastName', 'title', 'email', 'phone', 'lastContact'],
  activity: ['type', 'subject', 'outcome', 'owner', 'at'],
  engagement: ['type', 'campaign', 'channel', 'outcome', 'at'],
  survey: ['type', 'score', 'scale', 'comment', 'answered'],
  product_lifecycle: ['productName', 'line', 'endOfLife', 'endOfService', 'successor'],
  service_offer: ['category', 'product', 'name', 'skus', 'credits'],
  service: ['practice', 'subPractice', 'name'],
  territory_mapping: ['territory', 'name', 'alias'],
};

/** The table of raw records that the filters select; empty for all. */
export const tableOf = (query: ExploreQuery): string =>
  query.kind === 'raw' ? (query.conditions.find((c) => c.field === 'table' && c.op === 'eq')?.value ?? '') : '';

/** The conditions with another table of raw records; empty for all. */
export const withTable = (conditions: readonly Condition[], table: string): Condition[] => [
  ...(table ? [{ field: 'table', op: 'eq' as const, value: table }] : []),
  ...conditions.filter((c) => c.field !== 'table' && !c.field.includes('.')),
];
