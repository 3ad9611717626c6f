import { UserError } from '../../domain/errors.ts';
import type { Connection } from '../../store/connection-store.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { readConnectionName } from './connection-name.ts';
import { findConnection } from './find-connection.ts';

/** @returns the connection as it was. @throws UserError `name_taken`, `invalid_name` */
export async function renameConnection(
  deps: OperationDeps,
  context: OperationContext,
  { connection: nameOrId, name }: { readonly connection: string; readonly name: string },
): Promise<Connection> {
  authorize(context, 'admin', 'rename a connection');
  const store = await deps.store();
  const connection = await findConnection(store, nameOrId);
  const wanted = readConnectionName(name);
  if (wanted === connection.name) return connection;
  const audit = auditEntry(context, {
    operation: 'rename-connection',
    subject: connection.id,
    before: { name: connection.name },
    after: { name: wanted },
  });
  if (await store.connections.rename(connection.id, wanted, context.now, audit)) return connection;
  throw removedMeanwhile(connection);
}

export function removedMeanwhile({ name }: Connection): UserError {
  return new UserError(`The connection "${name}" has been removed in the meantime.`, {
    code: 'unknown_connection',
  });
}
