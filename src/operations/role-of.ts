import type { Role } from '../domain/role.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/** The role of whoever asks. Admins and owners of the workspace are always admins. */
export async function roleOf(
  deps: OperationDeps,
  { actor }: Pick<OperationContext, 'actor'>,
  { isWorkspaceAdmin }: { readonly isWorkspaceAdmin: boolean },
): Promise<Role> {
  if (isWorkspaceAdmin) return 'admin';
  const { roles } = await deps.store();
  return (await roles.of(actor)) ?? deps.defaultRole;
}
