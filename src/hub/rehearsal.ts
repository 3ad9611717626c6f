/**
 * A dry run writes no record and no match. What its batches would have written that matters to later ones is kept
 * in tables of its own until its checkpoint is cleared: where each CRM record would belong, and which hub records
 * would be gone.
 */
import type { Sql } from './dialect.ts';
import type { LoadTarget } from './hub.ts';
import type { ScopeIds } from './scopes.ts';
import { hasMoved, isStored, keyText } from './staged.ts';

/** Puts what earlier batches would have changed over what the hub knows of the staged rows. */
export async function recall(sql: Sql, target: LoadTarget): Promise<void> {
  const own = keyText(target, 'staged');
  const bind = [target.runId];
  // A record that would be gone is as one that is not there.
  const absent = target.allowCreate ? `'created'` : `'ignored'`;
  await sql.run(
    `UPDATE staged SET is_there = 0, outcome = ${absent}
      WHERE known = 0 AND is_there = 1
        AND record_id IN (SELECT g.record_id FROM dry_gone g WHERE g.run_id = $1)`,
    bind,
  );
  // One whose key an earlier row of this run would have brought is there.
  await sql.run(
    `UPDATE staged SET is_there = 1, outcome = NULL
      WHERE known = 0 AND EXISTS (SELECT 1 FROM dry_claims c WHERE c.run_id = $1 AND c.key_text = ${own})`,
    bind,
  );
  // A row that this run had before is compared with what it was then.
  await sql.run(
    `UPDATE staged
        SET known = CASE WHEN c.key_text = ${own} AND c.hash = staged.hash THEN 1 ELSE 0 END,
            outcome = CASE WHEN c.key_text = ${own} AND c.hash = staged.hash THEN 'unchanged'
                           WHEN known = 1 THEN NULL ELSE outcome END,
            matched_id = NULL
       FROM dry_claims c
      WHERE c.run_id = $1 AND c.crm_id = staged.crm_id`,
    bind,
  );
}

/** Holders among what earlier batches would have brought. */
export async function findClaims(sql: Sql, target: LoadTarget): Promise<void> {
  await sql.run(
    `UPDATE staged SET holder = c.crm_id, holder_modified = c.source_modified_at
       FROM dry_claims c
      WHERE c.run_id = $1 AND c.key_text = ${keyText(target, 'staged')} AND c.crm_id <> staged.crm_id
        AND staged.outcome IS NULL`,
    [target.runId],
  );
}

/** Keeps what the decided batch would write. @returns how many hub records would be gone. */
export async function rehearse(sql: Sql, target: LoadTarget, { ofObject, own }: ScopeIds): Promise<number> {
  const bind = [target.runId];
  const vacated = await vacatedClaims(sql, target);
  const losers = `SELECT $1, holder, NULL, NULL, NULL FROM staged WHERE ${isStored} AND holder IS NOT NULL`;
  const ignored = `SELECT $1, crm_id, NULL, NULL, NULL FROM staged WHERE outcome = 'ignored' AND ${hasMoved}`;
  const stored = `SELECT $1, crm_id, ${keyText(target, 'staged')}, hash, modified FROM staged
                   WHERE ${isStored} AND known = 0`;
  for (const claims of [losers, ignored, stored]) {
    await sql.run(
      `INSERT INTO dry_claims (run_id, crm_id, key_text, hash, source_modified_at) ${claims}
       ON CONFLICT (run_id, crm_id) DO UPDATE
         SET key_text = excluded.key_text, hash = excluded.hash, source_modified_at = excluded.source_modified_at`,
      bind,
    );
  }
  const gone = await sql.change(
    `INSERT INTO dry_gone (run_id, record_id)
     SELECT DISTINCT $1, s.matched_id FROM staged s
      WHERE s.outcome <> 'rejected' AND s.matched_id IS NOT NULL
        AND (s.record_id IS NULL OR s.matched_id <> s.record_id)
        AND s.matched_id NOT IN (SELECT record_id FROM staged
                                  WHERE record_id IS NOT NULL AND known = 0 AND ${isStored})
        AND NOT EXISTS (SELECT 1 FROM matches m
                         WHERE m.record_id = s.matched_id AND m.scope_id IN (${ofObject})
                           AND NOT (m.scope_id = ${own} AND m.crm_id = s.crm_id))
     ON CONFLICT DO NOTHING`,
    bind,
  );
  return vacated + gone;
}

/** Records that the run itself would have made, and that would be gone because their rows came with other keys again. */
async function vacatedClaims(sql: Sql, target: LoadTarget): Promise<number> {
  const [row] = await sql.rows<{ number: number | string }>(
    `SELECT COUNT(*) AS number FROM staged s JOIN dry_claims c ON c.crm_id = s.crm_id
      WHERE c.run_id = $1 AND c.key_text IS NOT NULL AND s.outcome <> 'rejected'
        AND (c.key_text <> ${keyText(target, 's')} OR s.outcome = 'ignored')
        AND c.key_text NOT IN (SELECT ${keyText(target, 'o')} FROM staged o WHERE o.${isStored})`,
    [target.runId],
  );
  return Number(row?.number ?? 0);
}
