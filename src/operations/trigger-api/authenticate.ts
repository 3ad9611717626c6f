import { isExpired } from '../../domain/api-token.ts';
import type { ApiToken } from '../../domain/api-token.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { isTokenOf, tokenIdOf } from './token-text.ts';

export interface Authenticated {
  readonly token: ApiToken;
  /** In which whoever shows the token acts. */
  readonly context: OperationContext;
}

/** When a token was used last is known to the minute: not every call is worth a write. */
const noteEveryMs = 60_000;

/**
 * null where it is no token, or one that has expired or been revoked: which of them it is, neither the answer nor the
 * time that it takes tells.
 */
export async function authenticate(
  deps: OperationDeps,
  { now }: Pick<OperationContext, 'now'>,
  { text }: { readonly text: string },
): Promise<Authenticated | null> {
  const { tokens } = await deps.store();
  const found = await tokens.byId(tokenIdOf(text));
  const isKnown = isTokenOf(text, found?.hash ?? null);
  if (found === null || !isKnown || isExpired(found.token, now)) return null;
  const { token } = found;
  const lastUsedMs = token.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (now.getTime() - lastUsedMs >= noteEveryMs) await tokens.noteUse(token.id, now);
  const scope = token.jobId === null ? {} : { onlyJob: token.jobId };
  return { token, context: { actor: token.name, role: 'operator', door: 'api', now, ...scope } };
}
