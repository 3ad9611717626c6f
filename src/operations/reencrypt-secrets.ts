import { UserError } from '../domain/errors.ts';
import type { FatalError } from '../domain/errors.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface ReencryptedSecrets {
  /** By this call. */
  readonly resealed: number;
  /** Under the key that is in use now, of all times. */
  readonly current: number;
  /** Key id → secrets under another key, which therefore has to stay. */
  readonly others: ReadonlyMap<string, number>;
  /** Why some of those could not be opened. */
  readonly closed: readonly FatalError[];
}

/**
 * Encrypts all secrets that ENCRYPTION_KEY_PREVIOUS holds with ENCRYPTION_KEY, some at a time. Ended in the middle, it
 * goes on with the rest when it is called again.
 *
 * @param onProgress told now and then how many are done
 * @throws UserError `encryption_key_missing`
 */
export async function reencryptSecrets(
  deps: OperationDeps,
  context: OperationContext,
  { onProgress }: { readonly onProgress?: (resealed: number) => void },
): Promise<ReencryptedSecrets> {
  authorize(context, 'admin', 're-encrypt secrets');
  if (!deps.hasEncryptionKey) {
    throw new UserError('ENCRYPTION_KEY is not set, so there is no key to encrypt secrets with.', {
      code: 'encryption_key_missing',
    });
  }
  const store = await deps.store();
  const { resealed, closed, byKey, currentKeyId } = await (await deps.secrets()).reseal(onProgress);
  const others = new Map([...byKey].filter(([keyId]) => keyId !== currentKeyId));
  if (resealed > 0) {
    await store.audit.add(
      auditEntry(context, {
        operation: 'reencrypt-secrets',
        subject: currentKeyId ?? '',
        before: null,
        after: { resealed, others: Object.fromEntries(others) },
      }),
    );
  }
  return { resealed, closed, others, current: byKey.get(currentKeyId ?? '') ?? 0 };
}
