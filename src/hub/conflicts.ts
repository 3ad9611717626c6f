/** Two CRM records for one hub record: who has the key, and what becomes of the row that wants it. */
import type { Sql } from './dialect.ts';
import type { LoadTarget } from './hub.ts';
import type { ScopeIds } from './scopes.ts';
import { keyText } from './staged.ts';

/** Fills `holder` and `holder_modified`: another CRM record of the same object that has the row's key. */
export async function findHolders(sql: Sql, target: LoadTarget, { same }: ScopeIds): Promise<void> {
  // One that gets another key in this very batch does not hold its old one any more.
  await sql.run(
    `UPDATE staged
        SET holder = (SELECT m.crm_id FROM matches m
                       WHERE m.record_id = staged.record_id AND m.scope_id IN (${same})
                         AND m.crm_id <> staged.crm_id
                         AND NOT EXISTS (SELECT 1 FROM staged o
                                          WHERE o.crm_id = m.crm_id AND o.matched_id = m.record_id
                                            AND (o.record_id IS NULL OR o.record_id <> m.record_id))
                       ORDER BY m.source_modified_at DESC, m.crm_id DESC LIMIT 1)
      WHERE is_there = 1`,
  );
  await sql.run(
    `UPDATE staged
        SET holder_modified = (SELECT MAX(m.source_modified_at) FROM matches m
                                WHERE m.record_id = staged.record_id AND m.scope_id IN (${same})
                                  AND m.crm_id = staged.holder)
      WHERE holder IS NOT NULL`,
  );
  if (target.dryRun) await findClaims(sql, target);
}

/** In a dry run also what its earlier batches would have stored. */
async function findClaims(sql: Sql, target: LoadTarget): Promise<void> {
  const claim = (column: string): string =>
    `(SELECT c.${column} FROM dry_claims c WHERE c.run_id = $1 AND c.key_text = ${keyText(target, 'staged')})`;
  await sql.run(
    `UPDATE staged SET holder = ${claim('crm_id')}, holder_modified = ${claim('source_modified_at')}, is_there = 1
      WHERE EXISTS ${claim('crm_id')}`,
    [target.runId],
  );
  await sql.run('UPDATE staged SET holder = NULL WHERE holder = crm_id');
}

/** Fills `outcome`: created, updated, unchanged, ignored or rejected, the last with its `code`. */
export async function decideOutcomes(sql: Sql, { allowCreate, resolveConflicts }: LoadTarget): Promise<void> {
  if (!resolveConflicts) {
    await sql.run(`UPDATE staged SET code = 'key_taken' WHERE holder IS NOT NULL AND code IS NULL`);
  }
  await sql.run(
    `UPDATE staged
        SET outcome = CASE
              WHEN code IS NOT NULL THEN 'rejected'
              WHEN holder IS NOT NULL
                   AND (modified < holder_modified OR (modified = holder_modified AND crm_id < holder))
                THEN 'ignored'
              WHEN is_there = 0 THEN ${allowCreate ? `'created'` : `'ignored'`}
              WHEN differs = 1 THEN 'updated'
              ELSE 'unchanged'
            END`,
  );
}
