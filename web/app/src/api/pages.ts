import type { Sum } from './account';
import type { Cause, Lead, LeadType, Priority, Service } from './types';

/** The first rows of a list, and how many there are. */
export interface Top<T> {
  items: T[];
  total: number;
}

export interface AccountRef {
  id: string;
  name: string;
}

export interface Money {
  amount: number;
  currency: string;
}

/* Action required */

export interface Expired {
  account: AccountRef;
  territory: string | null;
  expired: number;
  worstDays: number | null;
  valueAtRisk: Sum;
}

export interface Ending {
  account: AccountRef | null;
  territory: string | null;
  kind: 'contract' | 'support';
  id: string;
  name: string;
  end: string;
  days: number;
  noticeDays: number;
  value: Money | null;
}

export interface Credit {
  account: AccountRef | null;
  territory: string | null;
  id: string;
  name: string;
  purchased: number;
  delivered: number;
  active: number | null;
  utilization: number;
  contractEnd: string | null;
}

export interface ActionRequired {
  asOf: string | null;
  expired: Top<Expired>;
  ending: Top<Ending>;
  credits: Top<Credit>;
  untouched: Top<{ lead: Lead; days: number }>;
}

/* Revenue focus */

export interface Opportunity {
  id: string;
  name: string;
  account: AccountRef | null;
  tier: string | null;
  territory: string | null;
  stage: string | null;
  amount: Money | null;
  probability: number | null;
  weighted: Money | null;
  closeDate: string | null;
  days: number | null;
  owner: string | null;
}

export interface Stage {
  stage: string | null;
  count: number;
  amount: number;
  weighted: number;
  currency: string;
  unknown: number;
}

export interface RevenueFocus {
  asOf: string | null;
  minAmount: number;
  minProbability: number;
  within: number;
  opportunities: Top<Opportunity>;
  stages: Stage[];
  closing: Top<Opportunity>;
  accounts: Top<{ account: AccountRef | null; tier: string | null; territory: string | null; weighted: Sum; opportunities: Opportunity[] }>;
}

/* Service recommendations */

export interface Recommendation {
  name: string;
  skus: string[];
  category: string;
  product: string;
  leads: number;
  accounts: number;
  leadValue: Sum;
}

export interface AccountRecommendation {
  account: AccountRef;
  territory: string | null;
  leads: number;
  leadValue: Sum;
  items: { leadId: string; type: LeadType; priority: Priority; serial: string; product: string; services: Service[] }[];
}

export interface Gap {
  account: AccountRef;
  territory: string | null;
  items: number;
  uncovered: number;
  expired: number;
  leadValue: Sum;
}

export interface Recommendations {
  services: Top<Recommendation>;
  accounts: Top<AccountRecommendation>;
  gaps: Top<Gap>;
}

/* Analytics */

/** Without data it says why. */
export interface Metric<T> {
  definition: string;
  available: boolean;
  reason: string | null;
  data: T | null;
}

export interface Bucket {
  from: number;
  to: number | null;
  count: number;
}

export interface Funnel {
  slice: string;
  new: number;
  contacted: number;
  qualified: number;
  converted: number;
  rejected: number;
  acceptance: number | null;
  conversion: number | null;
}

export interface Analytics {
  asOf: string | null;
  rulesVersion: string;
  scores: Metric<Bucket[]>;
  funnelByType: Metric<Funnel[]>;
  funnelByFactor: Metric<Funnel[]>;
  acceptance: Metric<Funnel>;
  timeToContact: Metric<{ assignee: string | null; leads: number; medianHours: number }[]>;
  velocity: Metric<{ day: string; opened: number; closed: number }[]>;
  ageing: Metric<Bucket[]>;
  bands: Metric<{ day: string; critical: number; high: number; medium: number; low: number }[]>;
}

/* What moved its band */

export interface Change {
  id: string;
  at: string;
  kind: 'lead' | 'account';
  lead: Lead | null;
  account: AccountRef;
  before: string;
  after: string;
  cause: Cause | null;
}

/* Any entity */

export interface EntityRow {
  id: string;
  account: AccountRef | null;
  territory: string | null;
  fields: Record<string, unknown>;
  updatedAt: string;
}

export interface EntityField {
  name: string;
  type: string;
  source: string;
}

export interface EntityGroups {
  items: { key: string | null; count: number; sum: number | null; average: number | null }[];
  groups: number;
  total: number;
}

/* Imports */

export interface ImportSheet {
  name: string;
  kind: string | null;
  rows: number;
  blank: number;
  events: number;
  refused: number;
  values?: number;
  warned: number;
  repeated: number;
  normalised?: Record<string, number>;
  absent?: string[];
  notes?: string[];
  problem: string | null;
}

export interface ImportReport {
  import: string;
  dataDate: string;
  dataDateFrom: string;
  rows: number;
  blank: number;
  events: number;
  refused: number;
  errorCount: number;
  new: number | null;
  repeated: number | null;
  decisions: number | null;
  sheets: ImportSheet[];
}

export interface Import {
  id: string;
  fileName: string;
  state: 'queued' | 'running' | 'done' | 'failed' | (string & {});
  stage: string;
  dryRun: boolean;
  asOf: string | null;
  dataDate: string | null;
  rowsRead: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  report: ImportReport | null;
  failure: string | null;
  /** Absent on servers that take nothing back. */
  canUndo?: boolean;
  undone?: { at: string; by: string | null; reason: string | null } | null;
}

export interface PreviewSheet {
  name: string;
  kind: string | null;
  rows: number;
  events: number;
  refused: number;
  columns: { header: string; field: string | null; samples: string[] }[];
  missing: string[];
  notes: string[];
  problem: string | null;
}

export interface Preview {
  fileName: string;
  import: string;
  dataDate: string;
  dataDateFrom: string;
  rows: number;
  events: number;
  refused: number;
  sheets: PreviewSheet[];
}

/* System */

export interface Count {
  name: string;
  count: number;
}

export interface SystemState {
  version: string;
  startedAt: string;
  uptimeSeconds: number;
  storage: string;
  day: string | null;
  rulesVersion: string;
  journal: { sequence: number; bytes: number | null };
  queue: number;
  unsaved: number;
  connections: number;
  actors: Count[];
  model: Count[];
  deadLetters: Count[];
  deadLettersOpen: number;
  checks: { name: string; state: 'ok' | 'warning' | 'failed' | (string & {}); text: string }[];
}

export interface DeadLetter {
  id: number;
  source: string;
  sourceId: string;
  entity: string;
  reason: string;
  state: 'open' | 'replayed' | 'dismissed' | (string & {});
  version: number;
  attempts: number;
  receivedAt: string;
  changedAt: string | null;
}

/* Roll-ups */

export interface TerritoryRow {
  id: string;
  accounts: number;
  items: number;
  leads: {
    total: number;
    renewal: number;
    hardwareRefresh: number;
    serviceAttach: number;
    critical: number;
    high: number;
    medium: number;
    low: number;
  };
  leadValue: Sum;
  pipeline: { weighted: number; currency: string; unknown: number; openOpportunities: number };
  atRisk: number;
  itemsPastEndOfLife: number;
  updatedAt: string | null;
}
