/** Keys by which a call that is repeated is known again. */
import { QueryTypes } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import { RetryableError } from '../domain/errors.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { EnqueuedOnce, NewRun, OnceKey } from './run-store.ts';

/** Of one token at one time: more than its runs can be in a day, as every run ends before the next one begins. */
export const maxKeysOfToken = 10_000;

type Known = Exclude<EnqueuedOnce, { readonly kind: 'queued' }>;

/** null where the key is new, or its time was up: then it stands for this run now. */
export async function takeKey(
  database: Sequelize,
  models: Models,
  { once, run }: { readonly once: OnceKey; readonly run: NewRun },
  transaction: Transaction,
): Promise<Known | null> {
  // One statement that looks and takes. It does not begin with INSERT, because Sequelize would then throw away what
  // SQLite returns.
  const taken = await database.query(
    `/* take */ INSERT INTO idempotency_keys (team_id, token_id, "key", fingerprint, run_id, until)
          VALUES (:team, :tokenId, :key, :fingerprint, :runId, :until)
          ON CONFLICT (token_id, "key") DO UPDATE
             SET fingerprint = excluded.fingerprint, run_id = excluded.run_id, until = excluded.until
           WHERE idempotency_keys.until <= :now AND idempotency_keys.team_id = :team
       RETURNING run_id`,
    {
      replacements: { ...once, team: models.team, runId: run.id, now: run.queuedAt },
      type: QueryTypes.SELECT,
      transaction,
    },
  );
  if (taken.length === 0) return await knownBy(models, once, transaction);
  const keys = await models.idempotencyKeys.count({ where: { tokenId: once.tokenId }, transaction });
  if (keys <= maxKeysOfToken) return null;
  await forgetKey(models, once, transaction);
  return { kind: 'too many keys' };
}

export async function forgetKey(
  { idempotencyKeys }: Models,
  { tokenId, key }: OnceKey,
  transaction: Transaction,
): Promise<void> {
  await idempotencyKeys.destroy({ where: { tokenId, key }, transaction });
}

async function knownBy(
  { idempotencyKeys }: Models,
  { tokenId, key, fingerprint }: OnceKey,
  transaction: Transaction,
): Promise<Known> {
  const known = await idempotencyKeys.findOne({ where: { tokenId, key }, transaction });
  if (known === null) {
    throw new RetryableError('What this key stands for was forgotten at this very moment. Try again.', {
      code: 'key_forgotten',
    });
  }
  const { fingerprint: before, runId } = rowOf(known);
  return before === fingerprint ? { kind: 'repeated', runId } : { kind: 'key reused' };
}
