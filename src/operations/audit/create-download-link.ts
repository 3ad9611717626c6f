import type { AuditFilter } from '../../domain/audit.ts';
import { downloadLifetimeMs } from '../../domain/download-link.ts';
import { hashOf, newSecretText } from '../connections/link-text.ts';
import { auditEntry } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { authorizeAudit } from './list-audit.ts';

export interface CreatedDownload {
  /** Stands behind `/download/` in the address. Whoever has it may fetch the file, once. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** A link by which whoever asks fetches the entries in a browser: one message of Slack has no room for them. */
export async function createDownloadLink(
  deps: OperationDeps,
  context: OperationContext,
  { filter }: { readonly filter: AuditFilter },
): Promise<CreatedDownload> {
  authorizeAudit(context);
  const { downloadLinks } = await deps.store();
  const token = newSecretText();
  const id = deps.newId();
  const expiresAt = new Date(context.now.getTime() + downloadLifetimeMs);
  await downloadLinks.add(
    { id, person: context.actor, filter, createdAt: context.now, expiresAt },
    hashOf(token),
    auditEntry(context, {
      operation: 'create-download-link',
      subject: id,
      before: null,
      after: { filter, expiresAt: expiresAt.toISOString() },
    }),
  );
  return { token, expiresAt };
}
