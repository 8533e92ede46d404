import type { LeadStatus, LeadType, Priority, Risk } from '../api/types';

const words: Record<string, string> = {
  renewal: 'Renewal',
  renewal_due: 'Renewal due',
  hardware_refresh: 'Hardware refresh',
  service_attach: 'Service attach',
  new: 'New',
  contacted: 'Contacted',
  qualified: 'Qualified',
  converted: 'Converted',
  rejected: 'Rejected',
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  unknown: 'Unknown',
  urgency: 'Urgency',
  value: 'Value',
  propensity: 'Propensity',
  strategic_fit: 'Strategic fit',
  strategicFit: 'Strategic fit',
  expired: 'Expired',
  uncovered: 'Uncovered',
  active: 'Active',
  raw: 'Other record',
};

/** The band of an account's health, as people say it. */
export const riskBand = (risk: Risk): string => (risk === 'unknown' ? 'Risk not known' : `${word(risk)} risk`);

/** The label of a wire name. An unknown name is shown without its underscores. */
export function word(name: LeadType | LeadStatus | Priority | Risk | (string & {}) | null | undefined): string {
  if (!name) return '–';
  const known = words[name];
  if (known) return known;
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
