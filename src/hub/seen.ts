/**
 * What a full run has seen, as the hub records that its rows stand for. Their ids are noted as ranges, one row a
 * batch: a CRM gives its records in much the same order every time, so a batch is a range or two.
 */
import { storableText } from '../domain/mapping/json-text.ts';
import type { Dialect, Sql } from './dialect.ts';
import type { LoadBatch, LoadTarget } from './hub.ts';
import type { ScopeIds } from './scopes.ts';
import { hasMoved, idSeen } from './staged.ts';
import type { Tally } from './survey.ts';

export interface Seen {
  /** SQL for the id of a stored row's record; NULL where it has none. */
  readonly recordId: string;
  /** How many rows stood for other records before. A dry run leaves their matches as they are. */
  readonly moved: number;
  readonly tally: Tally;
}

export async function noteSeen(
  sql: Sql,
  dialect: Dialect,
  { runId }: LoadTarget,
  { sequence, seenIds }: LoadBatch,
  { own }: ScopeIds,
  { recordId, moved, tally: { outcomes, seen } }: Seen,
): Promise<void> {
  const isEachOnce = moved === 0 && outcomes.rejected === 0 && seenIds.length === 0;
  if (isEachOnce && seen.number > 0 && seen.last - seen.first === seen.number - 1) {
    await sql.run('INSERT INTO run_batches (run_id, sequence, seen) VALUES ($1, $2, $3)', [
      runId,
      sequence,
      JSON.stringify([[seen.first, seen.last]]),
    ]);
    return;
  }
  const ids = idsOfStaged(recordId, moved);
  await noteRanges(sql, dialect, { runId, sequence, seenIds, own, ids });
}

/** Where a batch is taken in rounds, the ids of all of them are gathered first. */
export async function createSeenIds(sql: Sql, { temporary, columnTypes }: Dialect): Promise<void> {
  for (const statement of temporary('seen_ids', `id ${columnTypes.integer}`)) await sql.run(statement);
}

export async function gatherSeen(sql: Sql, { recordId, moved }: Omit<Seen, 'tally'>): Promise<void> {
  await sql.run(`INSERT INTO seen_ids (id) ${idsOfStaged(recordId, moved)}`);
}

export async function noteGathered(
  sql: Sql,
  dialect: Dialect,
  { runId }: LoadTarget,
  { sequence, seenIds }: LoadBatch,
  { own }: ScopeIds,
): Promise<void> {
  await noteRanges(sql, dialect, { runId, sequence, seenIds, own, ids: 'SELECT id FROM seen_ids' });
}

function idsOfStaged(recordId: string, moved: number): string {
  const ids = `SELECT ${idSeen(recordId)} AS id FROM staged`;
  return moved === 0 ? ids : `${ids} UNION ALL SELECT matched_id FROM staged WHERE known = 0 AND ${hasMoved}`;
}

async function noteRanges(
  sql: Sql,
  { groupArrays, eachText, unpackTexts }: Dialect,
  { runId, sequence, seenIds, own, ids }: Ranges,
): Promise<void> {
  const rejectedBefore =
    seenIds.length === 0
      ? ''
      : `UNION ALL SELECT record_id FROM matches
          WHERE scope_id = ${own} AND crm_id IN (SELECT ${eachText} FROM ${unpackTexts('$3')})`;
  const bind = [
    runId,
    sequence,
    ...(seenIds.length === 0 ? [] : [JSON.stringify(seenIds.map(storableText))]),
  ];
  await sql.run(
    `INSERT INTO run_batches (run_id, sequence, seen)
     SELECT $1, $2, ${groupArrays('first', 'last')}
       FROM (SELECT MIN(id) AS first, MAX(id) AS last
               FROM (SELECT id, id - DENSE_RANK() OVER (ORDER BY id) AS range
                       FROM (${ids} ${rejectedBefore}) ids WHERE id IS NOT NULL) numbered
              GROUP BY range) ranges`,
    bind,
  );
}

interface Ranges {
  readonly runId: string;
  readonly sequence: number;
  readonly seenIds: readonly string[];
  readonly own: number;
  /** A SELECT of record ids. */
  readonly ids: string;
}

/** Makes one list of what all batches have seen, noted with the reconciliation's own number. */
export async function mergeSeen(sql: Sql, dialect: Dialect, runId: string, sequence: number): Promise<void> {
  const { groupArrays, integerAt, unpackPairs } = dialect;
  const [merged] = await sql.rows(
    'SELECT sequence FROM run_batches WHERE run_id = $1 AND sequence = $2 AND seen IS NOT NULL',
    [runId, sequence],
  );
  if (merged !== undefined) return;
  await sql.run(
    `INSERT INTO run_batches (run_id, sequence, seen)
     SELECT $1, $2, ${groupArrays('first', 'last')}
       FROM (SELECT MIN(first) AS first, MAX(last) AS last
               FROM (SELECT first, last, SUM(is_apart) OVER (ORDER BY first, last) AS range
                       FROM (SELECT first, last,
                                    CASE WHEN first <= 1 + MAX(last) OVER (ORDER BY first, last
                                                             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                                         THEN 0 ELSE 1 END AS is_apart
                               FROM (SELECT ${integerAt(0)} AS first, ${integerAt(1)} AS last
                                       FROM run_batches b, ${unpackPairs('b.seen')}
                                      WHERE b.run_id = $1 AND b.seen IS NOT NULL) pairs) marked) numbered
              GROUP BY range) ranges`,
    [runId, sequence],
  );
  await sql.run(
    'UPDATE run_batches SET seen = NULL WHERE run_id = $1 AND sequence < $2 AND seen IS NOT NULL',
    [runId, sequence],
  );
}

/** Larger than any record's id. */
const beyondAll = Number.MAX_SAFE_INTEGER;

/** CTEs, the last of which, `gaps`, has what lies between the ranges seen: `behind` < id < `before`. */
export function gapsBetweenSeen({ integerAt, unpackPairs }: Dialect): string {
  return `ranges AS (SELECT ${integerAt(0)} AS first, ${integerAt(1)} AS last
                       FROM run_batches b, ${unpackPairs('b.seen')} WHERE b.run_id = $1 AND b.sequence = $2),
          gaps AS (SELECT COALESCE(LAG(last) OVER (ORDER BY first), 0) AS behind, first AS before FROM ranges
                   UNION ALL SELECT COALESCE(MAX(last), 0), ${beyondAll} FROM ranges)`;
}
