import { UserError } from '../../domain/errors.ts';
import { someNamed } from '../../domain/some-named.ts';
import type { Connection } from '../../store/connection-store.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { findConnection } from './find-connection.ts';
import { removedMeanwhile } from './rename-connection.ts';
import { consentOf, takeBack } from './take-back-consent.ts';
import type { TakenBack } from './take-back-consent.ts';

/** Jobs that are named in a message; the rest is counted. */
const maxJobsNamed = 10;

export interface RemovedConnection {
  /** As it was. */
  readonly connection: Connection;
  /** What became of the access that a person had consented to; null where nobody had to. */
  readonly consent: TakenBack | null;
}

/**
 * Forgets a connection, and then takes back at the CRM what a person consented to for it, where that is possible. In
 * that order: a CRM that cannot be reached keeps nobody from removing what they want gone.
 *
 * @throws UserError `connection_used`, with the jobs that use it
 */
export async function removeConnection(
  deps: OperationDeps,
  context: OperationContext,
  { connection: nameOrId }: { readonly connection: string },
): Promise<RemovedConnection> {
  authorize(context, 'admin', 'remove a connection');
  const store = await deps.store();
  const connection = await findConnection(store, nameOrId);
  const { id, name, connector, settings, placeholders } = connection;
  const consent = await consentOf(deps, connection);
  const before = { name, connector, settings, placeholders };
  const audit = auditEntry(context, { operation: 'remove-connection', subject: id, before, after: null });
  const removed = await store.connections.remove(id, audit);
  switch (removed.kind) {
    case 'removed': {
      if (consent === null) return { connection, consent };
      return { connection, consent: await takeBack(deps, context, connection, consent) };
    }
    case 'gone':
      throw removedMeanwhile(connection);
    case 'used':
      break;
  }
  throw connectionUsed(name, removed.jobs);
}

/** @param jobs names of those that use it */
export function connectionUsed(name: string, jobs: readonly string[]): UserError {
  return new UserError(
    `"${name}" is used by ${namesText(jobs)}. Delete these jobs, or have them use another connection, and remove it then.`,
    { code: 'connection_used' },
  );
}

function namesText(names: readonly string[]): string {
  const noun = names.length === 1 ? 'the job' : `${names.length} jobs:`;
  return `${noun} ${someNamed(
    names.map((name) => `"${name}"`),
    maxJobsNamed,
  )}`;
}
