import { UserError } from './errors.ts';

/** From least to most: each role may do all that the ones before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

export function isAllowed(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** @throws UserError that names the role needed. */
export function requireRole(role: Role, needed: Role, action: string): void {
  if (isAllowed(role, needed)) return;
  throw new UserError(
    `To ${action} you need the role ${needed}; you are ${role}. Ask an admin to grant it.`,
    {
      code: 'role_needed',
    },
  );
}
