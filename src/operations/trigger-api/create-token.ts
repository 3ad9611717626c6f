import type { ApiToken } from '../../domain/api-token.ts';
import { UserError } from '../../domain/errors.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { newTokenText } from './token-text.ts';

export interface CreateTokenInput {
  readonly name: string;
  /** Id of the one job that it is for; null for all. */
  readonly jobId: string | null;
  readonly expiresAt: Date | null;
}

export interface CreatedToken {
  readonly token: ApiToken;
  /** Never to be had again. */
  readonly text: string;
}

export const maxTokenName = 80;

/** @throws UserError at `name` or `expiresAt`; `name_taken`, `too_many_tokens`, `unknown_job` */
export async function createToken(
  deps: OperationDeps,
  context: OperationContext,
  { name: typed, jobId, expiresAt }: CreateTokenInput,
): Promise<CreatedToken> {
  authorize(context, 'admin', 'make a token');
  const name = typed.trim().replaceAll(/\s+/g, ' ');
  if (name === '' || name.length > maxTokenName) {
    throw new UserError(`Give it a name of 1 to ${maxTokenName} characters, such as "Nightly load".`, {
      code: 'invalid_name',
      path: ['name'],
    });
  }
  if (expiresAt !== null && expiresAt <= context.now) {
    throw new UserError('That is past already. Choose a later day, or none.', {
      code: 'invalid_expiry',
      path: ['expiresAt'],
    });
  }
  const { id, text, hash } = newTokenText();
  const { now: createdAt, actor: createdBy } = context;
  const token = { id, name, jobId, createdAt, createdBy, expiresAt, lastUsedAt: null };
  const after = { name, jobId, expiresAt: expiresAt?.toISOString() ?? null };
  const entry = auditEntry(context, { operation: 'create-token', subject: id, before: null, after });
  await (await deps.store()).tokens.add(token, hash, entry);
  return { token, text };
}
