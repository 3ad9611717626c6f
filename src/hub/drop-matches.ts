import { released } from './conflicts.ts';
import type { HubDatabase } from './dialect.ts';
import type { MatchScope } from './hub.ts';
import { scopeIdsOf } from './scopes.ts';

/** Matches that one transaction takes back, so that others are let in between. */
const pieceSize = 20_000;
const piecesLimit = 100_000;

/**
 * Takes back which CRM record has which hub record, so that every row is matched anew. That the jobs had brought
 * these records stays: the full sync that follows could not tell otherwise which of them the CRM gives no more.
 */
export async function dropMatches(database: HubDatabase, scope: MatchScope): Promise<number> {
  const { forLookups } = database.dialect;
  let dropped = 0;
  for (let piece = 1; piece <= piecesLimit; piece += 1) {
    const changed = await database.transact(scope.hubObject, async (sql) => {
      for (const statement of forLookups) await sql.run(statement);
      return await sql.change(
        `UPDATE matches SET hash = '${released}'
          WHERE (scope_id, crm_id) IN
                (SELECT scope_id, crm_id FROM matches
                  WHERE scope_id IN (${await scopeIdsOf(sql, scope)}) AND hash <> '${released}'
                  LIMIT ${pieceSize})`,
      );
    });
    dropped += changed;
    if (changed < pieceSize) return dropped;
  }
  throw new Error('There were ever more matches to drop.');
}
