import type { Role, RoleInfo } from '../api/types';
import { session } from './session';

/** The roles as the server describes them, for those who have signed in. */
export const roles = (): readonly RoleInfo[] => session.value?.roles ?? [];

const infoOf = (role: Role) => roles().find((r) => r.role === role);

export const roleName = (role: Role): string => infoOf(role)?.name ?? role;

/** What a role sees and does, in one line. */
export const roleLine = (role: Role): string => [infoOf(role)?.sees, infoOf(role)?.does].filter(Boolean).join(' ');

/** What a role may do, each with its text. */
export const permissionsOf = (role: Role): RoleInfo['permissions'] => infoOf(role)?.permissions ?? [];

/** What a permission lets a key do. */
export const permissionText = (name: string): string =>
  roles()
    .flatMap((r) => r.permissions)
    .find((p) => p.name === name)?.text ?? name;
