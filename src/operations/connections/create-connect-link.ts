import { linkLifetimeMs } from '../../domain/connect-link.ts';
import { UserError } from '../../domain/errors.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { findConnection } from './find-connection.ts';
import { hashOf, newSecretText } from './link-text.ts';

export interface CreatedLink {
  /** Stands behind `/connect/` in the address. Whoever has it may use it, once: it is shown to one person only. */
  readonly token: string;
  readonly expiresAt: Date;
  /** Name of the connection whose login is renewed; null where a new one is made. */
  readonly connection: string | null;
}

/**
 * A link by which whoever asks makes a connection in their browser, or renews the login of one. There, because
 * secrets are typed nowhere else.
 *
 * @param input.connection name or id; null for a new one
 */
export async function createConnectLink(
  deps: OperationDeps,
  context: OperationContext,
  { connection: nameOrId }: { readonly connection: string | null },
): Promise<CreatedLink> {
  authorize(context, 'admin', 'connect a CRM');
  if (!deps.hasEncryptionKey) {
    throw new UserError(
      'No connection can be stored, because ENCRYPTION_KEY is not set. Whoever runs Crosswalk sets it to what ' +
        '`openssl rand -base64 32` prints, and keeps it.',
      { code: 'encryption_key_missing' },
    );
  }
  const store = await deps.store();
  const connection = nameOrId === null ? null : await findConnection(store, nameOrId);
  const token = newSecretText();
  const expiresAt = new Date(context.now.getTime() + linkLifetimeMs);
  const connectionId = connection?.id ?? null;
  const id = deps.newId();
  await store.connectLinks.add(
    { id, person: context.actor, connectionId, createdAt: context.now, expiresAt },
    hashOf(token),
    auditEntry(context, {
      operation: 'create-connect-link',
      subject: connectionId ?? id,
      before: null,
      after: { link: id, expiresAt: expiresAt.toISOString() },
    }),
  );
  return { token, expiresAt, connection: connection?.name ?? null };
}
