import type { Permission, Role } from '../api/types';

interface RoleWords {
  name: string;
  /** What the role sees. */
  sees: string;
  /** What the role does. */
  does: string;
  permissions: readonly Permission[];
  /** The kinds of records that the role sees. Absent: all. */
  kinds?: readonly string[];
}

const sales: readonly Permission[] = ['read', 'work_leads', 'write_records'];

/** The roles as web/Access/RolePermissions.cs and Visibility.cs define them. */
const roleWords: Record<Role, RoleWords> = {
  sales_executive: {
    name: 'Sales executive',
    sees: 'Sees all accounts.',
    does: 'Works leads and records opportunities.',
    permissions: sales,
  },
  account_manager: {
    name: 'Account manager',
    sees: 'Sees only the accounts that name them as account manager.',
    does: 'Works leads and records opportunities of these accounts.',
    permissions: sales,
  },
  territory_manager: {
    name: 'Territory manager',
    sees: 'Sees the accounts of their territories.',
    does: 'Works leads and records opportunities of these accounts.',
    permissions: sales,
  },
  service_consultant: {
    name: 'Service consultant',
    sees: 'Sees items, products, contracts, service credits and services of all accounts, and no opportunities, projects or tickets. Sensitive fields are masked.',
    does: 'Records contracts and service credits.',
    permissions: ['read', 'write_records'],
    kinds: ['account', 'item', 'contract', 'service_credit', 'product_lifecycle', 'service_offer', 'service'],
  },
  analyst: {
    name: 'Analyst',
    sees: 'Sees all accounts. Sensitive fields are masked.',
    does: 'Changes nothing.',
    permissions: ['read'],
  },
  administrator: {
    name: 'Administrator',
    sees: 'Sees everything.',
    does: 'Imports data, merges accounts, and manages users and keys.',
    permissions: ['read', 'work_leads', 'write_records', 'read_operations', 'operate', 'manage_users', 'read_metrics', 'read_audit'],
  },
};

export const roles = Object.keys(roleWords) as readonly Role[];

export const roleName = (role: Role): string => roleWords[role]?.name ?? role;

/** What a role sees and does, in one line. */
export const roleLine = (role: Role): string => `${roleWords[role].sees} ${roleWords[role].does}`;

/** Whether a role sees records of a kind. */
export const roleSees = (role: Role, kind: string): boolean => roleWords[role].kinds?.includes(kind) ?? true;

export const permissionsOf = (role: Role): readonly Permission[] => roleWords[role].permissions;

/** What a key may do, for those who limit one. */
export const permissionText: Record<Permission, string> = {
  read: 'Read leads, accounts and exports',
  work_leads: 'Change and assign leads',
  write_records: 'Send events of the kinds that the role writes',
  read_operations: 'Read imports, sources and the state of the system',
  operate: 'Import, merge accounts and send all events',
  manage_users: 'Manage users and keys',
  read_metrics: 'Read /metrics',
  read_audit: 'Read who did what',
};
