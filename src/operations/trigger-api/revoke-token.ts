import type { ApiToken } from '../../domain/api-token.ts';
import { UserError } from '../../domain/errors.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

/** From the next call on it is refused. @throws UserError `unknown_token` */
export async function revokeToken(
  deps: OperationDeps,
  context: OperationContext,
  { tokenId }: { readonly tokenId: string },
): Promise<ApiToken> {
  authorize(context, 'admin', 'revoke a token');
  const { tokens } = await deps.store();
  const found = await tokens.byId(tokenId);
  if (found !== null) {
    const { name, jobId } = found.token;
    const before = { name, jobId };
    const entry = auditEntry(context, { operation: 'revoke-token', subject: tokenId, before, after: null });
    if (await tokens.remove(tokenId, entry)) return found.token;
  }
  throw new UserError('That token has been revoked already.', { code: 'unknown_token' });
}
