import { UserError } from '../domain/errors.ts';
import { isAllowed } from '../domain/role.ts';
import type { Role } from '../domain/role.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface GrantRoleInput {
  /** Who gets the role. */
  readonly person: PersonWithRights;
  readonly role: Role;
  /** Whether the one who grants it is an admin of the workspace, who cannot lock anybody out. */
  readonly byWorkspaceAdmin: boolean;
}

export interface PersonWithRights {
  readonly id: string;
  /** For messages. */
  readonly name: string;
  readonly isWorkspaceAdmin: boolean;
}

/** @throws UserError `last_admin` where nobody could grant roles any more. */
export async function grantRole(
  deps: OperationDeps,
  context: OperationContext,
  { person, role, byWorkspaceAdmin }: GrantRoleInput,
): Promise<void> {
  authorize(context, 'admin', 'grant a role');
  if (person.isWorkspaceAdmin && !isAllowed(role, 'admin')) {
    throw new UserError(
      `${person.name} is an admin of the workspace, and therefore always an admin here. There is nothing to grant.`,
      { code: 'workspace_admin' },
    );
  }
  const { roles } = await deps.store();
  await roles.grant(
    { person: person.id, role, grantedAt: context.now, grantedBy: context.actor },
    {
      mayBeLast: byWorkspaceAdmin || deps.defaultRole === 'admin',
      audit: (before) =>
        auditEntry(context, { operation: 'grant-role', subject: person.id, before, after: role }),
    },
  );
}
