/** Complete records for tests; each test overrides the fields that it is about. */
import type { Account, AccountDetail, Entity, EstimatedValue, Fields, Item, Lead, LeadStep, RoleInfo, Session, SessionUser } from './types';

const noSum = { amount: 0, currency: 'USD', unknown: 0, others: [] };
const atRisk = { valueAtRisk: noSum, estimatedAtRisk: noSum };
const noLeads = { total: 0, renewal: 0, renewalDue: 0, hardwareRefresh: 0, serviceAttach: 0, critical: 0, high: 0, medium: 0, low: 0 };
const noPipeline = { weighted: 0, currency: 'USD', unknown: 0, openOpportunities: 0, others: [] };

export const leadOf = (more: Partial<Lead> = {}): Lead => ({
  id: 'hpe:A:renewal',
  type: 'renewal',
  status: 'new',
  priority: 'high',
  score: 70,
  factors: { urgency: 50, value: 40, propensity: 30, strategicFit: 50 },
  estimatedValue: null,
  account: { id: 'a', name: 'A' },
  item: { serial: 'A', productId: 'P1', product: 'DL380', family: 'COMPUTE', isComponent: false, territory: null },
  contract: null,
  territory: null,
  risk: 'unknown',
  assignee: null,
  version: 1,
  statusReason: null,
  services: [],
  nextChange: null,
  asOf: '2026-11-21',
  rulesVersion: '1.0',
  updatedAt: '2026-11-21T08:00:00Z',
  snoozedUntil: null,
  notes: 0,
  respondBy: null,
  ...more,
});

export const valueOf = (max: number, min = 1): EstimatedValue => ({ min, max, currency: 'USD', basis: 'contract' });

export const stepOf = (what: string, more: Partial<LeadStep> = {}): LeadStep => ({
  sequence: 1,
  at: '2026-11-21T08:59:30Z',
  what,
  reason: null,
  by: 'Kim',
  refused: null,
  note: null,
  ...more,
});

export const itemOf = (more: Partial<Item> = {}): Item => ({
  id: 'hpe:1',
  accountId: 'a',
  serial: '1',
  family: 'COMPUTE',
  isComponent: false,
  support: ['unknown'],
  risk: 'unknown',
  riskScore: 0,
  daysPastEndOfLife: null,
  daysSinceSupportEnd: null,
  nextChange: null,
  leads: [],
  fields: {},
  updatedAt: '2026-11-21T08:00:00Z',
  ...more,
});

export const entityOf = (id: string, fields: Fields): Entity => ({ id, fields, updatedAt: '2026-11-21T08:00:00Z', masked: [] });

export const accountOf = (more: Partial<Account> = {}): Account => ({
  id: 'a',
  name: 'A',
  territory: null,
  health: {
    classic: 50,
    classicUncapped: 50,
    view: 0,
    composite: null,
    risk: 'unknown',
    knownParts: 0,
    parts: { usage: null, support: null, payment: null, engagement: null, sentiment: null, lifecycle: null },
  },
  atRisk: false,
  leads: noLeads,
  items: 0,
  itemsPastEndOfLife: 0,
  openOpportunities: 0,
  projects: 0,
  closedProjects: 0,
  creditUtilization: null,
  leadValue: noSum,
  pipeline: noPipeline,
  ...atRisk,
  aliases: [],
  tier: null,
  accountManager: null,
  updatedAt: '2026-11-21T08:00:00Z',
  stale: false,
  segment: null,
  trend: null,
  ...more,
});

export const accountDetailOf = (more: Partial<AccountDetail> = {}): AccountDetail => ({
  account: accountOf(),
  leads: [],
  items: [],
  entities: {},
  keys: [],
  classicHealth: { score: 50, lines: [] },
  viewHealth: { score: 0, lines: [] },
  compositeHealth: { score: 0, lines: [] },
  churnProbability: null,
  expansionProbability: null,
  givenTrend: null,
  asOf: '2026-11-21',
  rulesVersion: '1.0',
  sequence: 1,
  ...more,
});

export const sessionUserOf = (more: Partial<SessionUser> = {}): SessionUser => ({
  id: 'u1',
  name: 'kim@example.com',
  displayName: 'Kim',
  role: 'sales_executive',
  permissions: ['read', 'work_leads', 'write_records'],
  seesAllAccounts: true,
  seesSensitive: true,
  visibleKinds: null,
  hasPassword: true,
  secondFactor: false,
  mustAddSecondFactor: false,
  recoveryCodes: 0,
  names: ['Kim', 'kim@example.com'],
  absence: null,
  ...more,
});

export const sessionOf = (more: Partial<Session> = {}): Session => ({
  hasUsers: true,
  organisation: null,
  hasOrganisations: false,
  user: null,
  antiforgery: null,
  providers: [],
  roles: [],
  ...more,
});

export const roleOf = (more: Partial<RoleInfo> = {}): RoleInfo => ({
  role: 'analyst',
  name: 'Analyst',
  sees: 'Sees all accounts.',
  does: 'Changes nothing.',
  permissions: [],
  ...more,
});
