/** Two CRM records for one hub record: who has the key, and what becomes of the row that wants it. */
import type { Sql } from './dialect.ts';
import type { LoadTarget } from './hub.ts';
import type { ScopeIds } from './scopes.ts';
import { keyText } from './staged.ts';
import { recordsTable } from './tables.ts';

/** The hash of a match whose CRM record is not known to have the record's key any more. No row has it. */
export const released = '';

/** Fills `holder` and `holder_modified`: another CRM record of the same object that has the row's key. */
export async function findHolders(sql: Sql, target: LoadTarget, { same }: ScopeIds): Promise<void> {
  // In a dry run its earlier batches have the last word on where a CRM record belongs.
  const claimed = target.dryRun
    ? 'AND m.crm_id NOT IN (SELECT c.crm_id FROM dry_claims c WHERE c.run_id = $1)'
    : '';
  await sql.run(
    `UPDATE staged
        SET (holder, holder_modified) =
            (SELECT m.crm_id, m.source_modified_at FROM matches m
              WHERE m.record_id = staged.record_id AND m.scope_id IN (${same})
                AND m.crm_id <> staged.crm_id AND m.hash <> '${released}' ${claimed}
              ORDER BY m.source_modified_at DESC, m.crm_id DESC LIMIT 1)
      WHERE outcome IS NULL`,
    ofRun(target),
  );
}

/** Fills `outcome`: created, updated, unchanged, ignored or rejected, the last with its `code`. */
export async function decideOutcomes(sql: Sql, target: LoadTarget): Promise<void> {
  const { allowCreate, resolveConflicts } = target;
  if (!resolveConflicts) {
    await sql.run(
      `UPDATE staged SET code = 'key_taken' WHERE outcome IS NULL AND holder IS NOT NULL AND code IS NULL`,
    );
  }
  await sql.run(
    `UPDATE staged
        SET outcome = CASE
              WHEN code IS NOT NULL THEN 'rejected'
              WHEN holder IS NOT NULL
                   AND (modified < holder_modified OR (modified = holder_modified AND crm_id < holder))
                THEN 'ignored'
              WHEN is_there = 0 THEN ${allowCreate ? `'created'` : `'ignored'`}
              WHEN ${bringsNothing(target)} THEN 'unchanged'
              ELSE 'updated'
            END
      WHERE outcome IS NULL OR (code IS NOT NULL AND known = 0)`,
    ofRun(target),
  );
}

/**
 * SQL: a staged row brings what its record has already. In a dry run that is what an earlier batch would have written,
 * if one would have; the same hash is the same values, because all that a job maps is in each row.
 * It takes `ofRun` as parameters.
 */
export function bringsNothing(target: LoadTarget): string {
  const stored = `(SELECT t.attributes FROM ${recordsTable(target.hubObject)} t WHERE t.id = staged.record_id)`;
  const isStored = `CASE WHEN merged = ${stored} THEN 1 ELSE 0 END`;
  if (!target.dryRun) return `${isStored} = 1`;
  const isClaimed = `(SELECT CASE WHEN c.hash = staged.hash THEN 1 ELSE 0 END FROM dry_claims c
                       WHERE c.run_id = $1 AND c.key_text = ${keyText(target, 'staged')} LIMIT 1)`;
  return `COALESCE(${isClaimed}, ${isStored}) = 1`;
}

export function ofRun({ dryRun, runId }: LoadTarget): string[] | undefined {
  return dryRun ? [runId] : undefined;
}
