import type { LeadCounts, LeadType } from '../api/types';

/** The number of open leads of each type. */
export const countsByType = (leads: LeadCounts): readonly (readonly [LeadType, number])[] => [
  ['renewal', leads.renewal],
  ['renewal_due', leads.renewalDue],
  ['hardware_refresh', leads.hardwareRefresh],
  ['service_attach', leads.serviceAttach],
];
