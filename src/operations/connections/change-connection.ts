import { UserError } from '../../domain/errors.ts';
import type { Connection } from '../../store/connection-store.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { readConnectionName } from './connection-name.ts';
import { findConnection } from './find-connection.ts';

/** Jobs that are named in a message; the rest is counted. */
const maxJobsNamed = 10;

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

/** @returns the connection as it was. @throws UserError `connection_used`, with the jobs that use it */
export async function removeConnection(
  deps: OperationDeps,
  context: OperationContext,
  { connection: nameOrId }: { readonly connection: string },
): Promise<Connection> {
  authorize(context, 'admin', 'remove a connection');
  const store = await deps.store();
  const connection = await findConnection(store, nameOrId);
  const { id, name, connector, settings, placeholders } = connection;
  const before = { name, connector, settings, placeholders };
  const audit = auditEntry(context, { operation: 'remove-connection', subject: id, before, after: null });
  const removed = await store.connections.remove(id, audit);
  switch (removed.kind) {
    case 'removed':
      return connection;
    case 'gone':
      throw removedMeanwhile(connection);
    case 'used':
      break;
  }
  throw new UserError(
    `"${name}" is used by ${namesText(removed.jobs)}. Delete these jobs, or have them use another connection, and remove it then.`,
    { code: 'connection_used' },
  );
}

function namesText(names: readonly string[]): string {
  const named = names.slice(0, maxJobsNamed).map((name) => `"${name}"`);
  const more = names.length - named.length;
  const noun = names.length === 1 ? 'the job' : `${names.length} jobs:`;
  return `${noun} ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function removedMeanwhile({ name }: Connection): UserError {
  return new UserError(`The connection "${name}" has been removed in the meantime.`, {
    code: 'unknown_connection',
  });
}
