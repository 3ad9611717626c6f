import { isExpired } from '../../domain/api-token.ts';
import type { ApiToken } from '../../domain/api-token.ts';
import type { CallRate } from '../../domain/rate-limit.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { isTokenOf, tokenIdOf } from './token-text.ts';

export interface Authenticated {
  readonly token: ApiToken;
  /** null where the call may go on; otherwise it came too soon by so many milliseconds. */
  readonly waitMs: number | null;
  /** In which whoever shows the token acts. */
  readonly context: OperationContext;
}

/** Of one token, however many instances are called. */
export const callRate: CallRate = { perMinute: 120, burst: 120 };

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
  const { tokens, callRates } = await deps.store();
  const found = await tokens.byId(tokenIdOf(text));
  const isKnown = isTokenOf(text, found?.hash ?? null);
  if (found === null || !isKnown || isExpired(found.token, now)) return null;
  const { token } = found;
  const lastUsedMs = token.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (now.getTime() - lastUsedMs >= noteEveryMs) await tokens.noteUse(token.id, now);
  const waitMs = await callRates.take(`calls of token ${token.id}`, now, callRate);
  const scope = token.jobId === null ? {} : { onlyJob: token.jobId };
  return { token, waitMs, context: { actor: token.name, role: 'operator', door: 'api', now, ...scope } };
}
