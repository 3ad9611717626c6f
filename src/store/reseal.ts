/** What another key still holds is encrypted with the current one, so that the other can be taken away. */
import { QueryTypes } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { dialectOf } from '../database/open-database.ts';
import { FatalError } from '../domain/errors.ts';
import { sealedTables } from './sealed-tables.ts';
import type { SealedTable } from './sealed-tables.ts';
import type { SecretBox } from './secrets.ts';
import type { Resealed } from './store.ts';

/** Secrets a transaction. Whoever is ended in the middle has those before behind them, and goes on with the rest. */
const batchSize = 50;
/** Of one table: far more than there are secrets. */
const maxBatches = 100_000;

type Row = Readonly<Record<string, string>>;

interface Batch {
  readonly found: number;
  readonly resealed: number;
  readonly closed: readonly FatalError[];
}

export interface ResealOptions {
  readonly database: Sequelize;
  readonly box: SecretBox;
}

/** @param onProgress told after each batch how many secrets are done. */
export async function reseal(
  options: ResealOptions,
  onProgress: (resealed: number) => void = () => undefined,
): Promise<Resealed> {
  let resealed = 0;
  const closed: FatalError[] = [];
  for (const table of sealedTables) {
    for await (const batch of batchesOf(table, options)) {
      resealed += batch.resealed;
      closed.push(...batch.closed);
      onProgress(resealed);
    }
  }
  return { resealed, closed, byKey: await countByKey(options) };
}

async function* batchesOf(table: SealedTable, options: ResealOptions): AsyncGenerator<Batch> {
  const { database, box } = options;
  const keyIds = box.keyIds.filter((keyId) => keyId !== box.currentKeyId);
  if (keyIds.length === 0) return;
  let passedOver = 0;
  for (let batches = 0; batches < maxBatches; batches += 1) {
    const batch = await inTransaction(database, (transaction) =>
      resealSome(table, options, { keyIds, passedOver }, transaction),
    );
    if (batch.found === 0) return;
    yield batch;
    passedOver += batch.closed.length;
  }
}

async function resealSome(
  table: SealedTable,
  { database, box }: ResealOptions,
  { keyIds, passedOver }: { readonly keyIds: readonly string[]; readonly passedOver: number },
  transaction: Transaction,
): Promise<Batch> {
  const { name, primaryKey, title, place } = table;
  const key = primaryKey.join(', ');
  const lock = dialectOf(database) === 'postgres' ? 'FOR UPDATE' : '';
  const rows = await database.query<Row>(
    `SELECT ${key}, ${title} AS title, key_id, sealed FROM ${name} WHERE key_id IN (:keyIds)
      ORDER BY ${key} LIMIT ${batchSize} OFFSET :passedOver ${lock}`,
    { replacements: { keyIds: [...keyIds], passedOver }, type: QueryTypes.SELECT, transaction },
  );
  const closed: FatalError[] = [];
  for (const row of rows) {
    const { key_id: keyId = '', sealed = '' } = row;
    try {
      const fresh = box.seal(box.open({ keyId, sealed }, place(row)), place(row));
      await database.query(
        `UPDATE ${name} SET key_id = :freshKeyId, sealed = :freshSealed
          WHERE ${primaryKey.map((column) => `${column} = :${column}`).join(' AND ')}`,
        { replacements: { ...row, freshKeyId: fresh.keyId, freshSealed: fresh.sealed }, transaction },
      );
    } catch (error) {
      // A row that was damaged keeps none of the others from it.
      if (!(error instanceof FatalError)) throw error;
      closed.push(error);
    }
  }
  return { found: rows.length, resealed: rows.length - closed.length, closed };
}

/** How many secrets each key holds, over all tables. */
async function countByKey({ database }: ResealOptions): Promise<ReadonlyMap<string, number>> {
  const each = sealedTables.map(({ name }) => `SELECT key_id FROM ${name} WHERE key_id IS NOT NULL`);
  const rows = await database.query<{ key_id: string; secrets: number | string }>(
    `SELECT key_id, COUNT(*) AS secrets FROM (${each.join(' UNION ALL ')}) AS every_secret GROUP BY key_id ORDER BY key_id`,
    { type: QueryTypes.SELECT },
  );
  return new Map(rows.map(({ key_id: keyId, secrets }) => [keyId, Number(secrets)]));
}
