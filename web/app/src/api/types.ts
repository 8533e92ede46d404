/** Shapes as the server sends them. Any field may be missing from an older or newer server: readers are tolerant. */

export type LeadType = 'renewal' | 'hardware_refresh' | 'service_attach';
export type LeadStatus = 'new' | 'contacted' | 'qualified' | 'converted' | 'rejected';
export type Priority = 'critical' | 'high' | 'medium' | 'low';
export type Risk = Priority | 'unknown';

/** Each 0-100. */
export interface Factors {
  urgency: number;
  value: number;
  propensity: number;
  strategicFit: number;
}

/** Major units of the currency. */
export interface EstimatedValue {
  min: number;
  max: number;
  currency: string;
  basis?: string;
}

export interface Service {
  name: string;
  skus?: string[];
  priority?: number;
  category?: string;
  product?: string;
}

export interface Lead {
  id: string;
  type: LeadType;
  status: LeadStatus;
  priority: Priority;
  score: number;
  factors: Factors;
  estimatedValue: EstimatedValue | null;
  account: { id: string; name: string };
  item: { serial: string; productId?: string; product: string; family?: string; isComponent?: boolean };
  territory?: string | null;
  risk?: Risk;
  assignee?: string | null;
  /** Changes with each command on the lead; the If-Match of its status. */
  version: number;
  statusReason?: string | null;
  respondBy?: string | null;
  snoozedUntil?: string | null;
  /** How many notes were written on it. */
  notes?: number;
  services?: Service[];
  nextChange?: string | null;
  asOf?: string;
  rulesVersion?: string;
  updatedAt?: string;
}

export interface ExplanationLine {
  factor: string;
  rule: string;
  text: string;
  input?: string | null;
  points: number;
  weight: number;
  contribution: number;
}

/** The contributions of the lines sum to the score. */
export interface Explanation {
  score: number;
  lines: ExplanationLine[];
}

/** What moved something: a row of the journal, or a day that began. */
export interface Cause {
  kind: string;
  entity?: string | null;
  source?: string | null;
  sequence: number;
  at: string;
  text: string;
}

/** When a lead changes by itself, and to what, if nothing else happens. */
export interface Forecast {
  on: string;
  days: number;
  score: number;
  priority: Priority;
}

/** From what a score was derived. */
export interface Receipt {
  sequence: number;
  rulesVersion: string;
  asOf?: string | null;
}

export interface LeadStep {
  sequence: number;
  at: string;
  what: string;
  reason?: string | null;
  by?: string | null;
  refused?: string | null;
  note?: string | null;
}

export interface ItemFacts {
  id?: string;
  serial?: string;
  family?: string;
  isComponent?: boolean;
  support?: string | string[];
  risk?: Risk;
  riskScore?: number;
  daysPastEndOfLife?: number | null;
  daysSinceSupportEnd?: number | null;
  nextChange?: string | null;
}

export interface LeadDetail {
  lead: Lead;
  explanation?: Explanation;
  riskExplanation?: Explanation;
  title?: string;
  description?: string;
  recommendedAction?: string;
  successor?: string | null;
  respondBy?: string | null;
  asOf?: string;
  rulesVersion?: string;
  steps?: LeadStep[];
  /** What it was converted to. */
  opportunityId?: string | null;
  item?: ItemFacts;
  /** Before it last changed, and what changed it. */
  before?: { score: number; priority: Priority } | null;
  cause?: Cause | null;
  forecast?: Forecast | null;
  /** When it becomes critical by itself; null: never, or it is. */
  critical?: Forecast | null;
  receipt?: Receipt | null;
}

/** Something that changed its band: a lead its priority, an account between at_risk and healthy. */
export interface Moved {
  id: string;
  at: string;
  kind: 'lead' | 'account';
  lead: Lead | null;
  account: { id: string; name: string };
  before: string;
  after: string;
  cause?: Cause | null;
}

/** What a search finds, the best hits of each kind. */
export interface Found {
  accounts: { id: string; name: string; territory?: string | null; atRisk?: boolean }[];
  leads: {
    id: string;
    type: LeadType;
    priority: Priority;
    score: number;
    product: string;
    serial: string;
    account: { id: string; name: string };
  }[];
  items: { id: string; serial: string; product: string; account: { id: string; name: string } }[];
  territories: { id: string; accounts: number; leads: number }[];
}

export interface Portfolio {
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
  leadValue?: { amount: number; currency: string; unknown: number };
  pipeline?: { weighted: number; currency: string; unknown: number; openOpportunities: number };
  atRisk?: number;
  itemsPastEndOfLife?: number;
  territories?: number;
  asOf?: string;
  rulesVersion?: string;
  updatedAt?: string;
}

export interface Territory {
  id: string;
}

export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
}
