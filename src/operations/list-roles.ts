import type { Role } from '../domain/role.ts';
import type { GrantedRole } from '../store/store.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/** More people than any page of a door shows. */
const maxRoles = 1_000;

export interface ListedRoles {
  /** Admins first. Admins of the workspace, who need no grant, are not among them. */
  readonly granted: readonly GrantedRole[];
  /** What everybody else is. */
  readonly defaultRole: Role;
}

export async function listRoles(deps: OperationDeps, context: OperationContext): Promise<ListedRoles> {
  authorize(context, 'viewer', 'see roles');
  const { roles } = await deps.store();
  return { granted: await roles.list(maxRoles), defaultRole: deps.defaultRole };
}
