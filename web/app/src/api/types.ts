/**
 * The shapes that the server sends, under the names the dashboard uses. `schema.ts` is generated from the server's OpenAPI
 * document; only what that document leaves open is written by hand here, and says so.
 */
import type { components } from './schema';

type Schemas = components['schemas'];

/** The fields of a record by name (docs/api.md). By hand: the document leaves them open. */
export type Fields = Record<string, unknown>;

/* Lists. By hand: the document has one schema for each element type. */

export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
}

/** The first rows of a list, and how many there are. */
export interface Top<T> {
  items: T[];
  total: number;
}

/* Leads */

export type LeadType = Schemas['LeadType'];
export type LeadStatus = Schemas['LeadStatus'];
export type Priority = Schemas['Priority'];
export type Risk = Schemas['RiskLevel'];
export type Factors = Schemas['FactorsJson'];
export type EstimatedValue = Schemas['EstimatedValueJson'];
export type Service = Schemas['ServiceJson'];
/** A lead is about an item or about a contract. */
export type Lead = Schemas['LeadJson'];
export type LeadContract = Schemas['LeadContractJson'];
export type LeadCounts = Schemas['LeadCountsJson'];
export type LeadStep = Schemas['LeadStepJson'];
export type LeadDetail = Omit<Schemas['LeadDetailJson'], 'item'> & { item: Item | null };
export type LeadCommandResults = Schemas['LeadCommandResultsJson'];

/* Assignment */

export type AssignmentRow = Schemas['AssignmentRowJson'];
export type Assignment = Schemas['AssignmentJson'];
export type AssignmentVersion = Schemas['AssignmentVersionJson'];
export type AssignmentPreview = Schemas['AssignmentPreviewJson'];
/** By hand: it is an extension of a problem. */
export interface AssignmentProblem {
  /** Counts from 1. */
  row: number;
  field: string;
  message: string;
}
export type Workload = Schemas['WorkloadJson'];
export type WorkloadPerson = Schemas['WorkloadPersonJson'];
export type HandOverPreview = Schemas['HandOverPreviewJson'];
export type HandOver = Schemas['HandOverJson'];
export type Absence = Schemas['AbsenceJson'];

/* Explanations */

export type ExplanationLine = Schemas['ExplanationLineJson'];
export type Explanation = Schemas['ExplanationJson'];
export type Cause = Schemas['CauseJson'];
export type Forecast = Schemas['ForecastJson'];
export type Receipt = Schemas['ReceiptJson'];

/* Accounts and items */

export type Sum = Schemas['SumJson'];
export type Money = Schemas['MoneyJson'];
export type Health = Schemas['HealthJson'];
export type AccountRef = Schemas['AccountRefJson'];
export type Account = Schemas['AccountJson'];
export type Item = Omit<Schemas['ItemJson'], 'fields'> & { fields: Fields };
export type Entity = Omit<Schemas['EntityJson'], 'fields'> & { fields: Fields };
export type AccountDetail = Omit<Schemas['AccountDetailJson'], 'items' | 'entities'> & {
  items: Item[];
  /** By kind: opportunity, project, service_credit … */
  entities: Record<string, Entity[]>;
};
export type Territory = Schemas['TerritoryJson'];
export type TerritoryDetail = Schemas['TerritoryDetailJson'];
export type Portfolio = Schemas['PortfolioJson'];

/* Reconciliation */

/** How a key came to an account. */
export type Decision = Schemas['LinkJson'];
export type Review = Schemas['ReviewJson'];
export type Reconciliation = Schemas['ReconciliationJson'];

/* Pages */

export type SearchResults = Schemas['SearchJson'];
export type ActionRequired = Schemas['ActionRequiredJson'];
export type Expired = Schemas['ExpiredJson'];
export type Ending = Schemas['EndingJson'];
export type Credit = Schemas['CreditJson'];
export type RevenueFocus = Schemas['RevenueFocusJson'];
export type Opportunity = Schemas['OpportunityJson'];
export type Stage = Schemas['StageJson'];
export type Recommendations = Schemas['RecommendationsJson'];
export type Recommendation = Schemas['RecommendationJson'];
export type AccountRecommendation = Schemas['AccountRecommendationJson'];
export type Gap = Schemas['GapJson'];
export type Analytics = Schemas['AnalyticsJson'];
export type Bucket = Schemas['BucketJson'];
export type Funnel = Schemas['FunnelJson'];

/** A metric with its definition. Without data it says why. By hand: the document has one schema for each data type. */
export interface Metric<T> {
  definition: string;
  available: boolean;
  reason: string | null;
  data: T | null;
}

/** A lead that changed its priority, or an account that became at risk or healthy. */
export type Change = Omit<Schemas['ChangeJson'], 'kind'> & { kind: 'lead' | 'account' };

export type EntityRow = Omit<Schemas['EntityRowJson'], 'fields'> & { fields: Fields };
export type EntityField = Schemas['EntityFieldJson'];
export type EntityGroups = Schemas['EntityGroupsJson'];

export type AccountManagers = Schemas['AccountManagersJson'];
export type ManagerTime = Schemas['ManagerTimeJson'];

/* Imports */

export type Import = Schemas['ImportJson'];
export type ImportReport = Schemas['ImportReportJson'];
export type ImportSheet = Schemas['ImportSheetJson'];
export type Preview = Schemas['PreviewJson'];
export type PreviewSheet = Schemas['PreviewSheetJson'];

/* System */

export type Count = Schemas['CountJson'];
export type SystemState = Schemas['SystemJson'];
export type DeadLetter = Schemas['DeadLetterJson'];
export type DeadLetterDetail = Schemas['DeadLetterDetailJson'];
export type Source = Schemas['SourceJson'];
export type Verification = Schemas['VerificationJson'];

/* Sign-in, users and keys */

export type Session = Schemas['SessionJson'];
export type SessionUser = Schemas['SessionUserJson'];
export type OpenSession = Schemas['OpenSessionJson'];
export type Role = Schemas['Role'];
export type RoleInfo = Schemas['RoleJson'];
export type User = Schemas['UserJson'];
export type InvitedUser = Schemas['InvitedUserJson'];
export type Person = Schemas['PersonJson'];
export type Key = Schemas['KeyJson'];
export type NewKey = Schemas['NewKeyJson'];
export type AuditRow = Schemas['AuditRowJson'];
export type AuditPage = Schemas['AuditPageJson'];
export type SecondFactor = Schemas['SecondFactorJson'];

/** What a route lets its caller do. By hand: the document has plain texts. */
export type Permission =
  | 'read'
  | 'work_leads'
  | 'write_records'
  | 'read_operations'
  | 'operate'
  | 'manage_assignment'
  | 'manage_users'
  | 'read_metrics'
  | 'read_audit';
