import { released } from './conflicts.ts';
import type { HubDatabase } from './dialect.ts';
import type { MatchScope } from './hub.ts';
import { scopeIdsOf } from './scopes.ts';
import { forgetSentOfPair } from './sent.ts';

/** Matches that one transaction looks through, so that others are let in between. */
const pieceSize = 20_000;
const piecesLimit = 100_000;

/**
 * Takes back which CRM record has which hub record, so that every row is matched anew. That the jobs had brought
 * these records stays: the full sync that follows could not tell otherwise which of them the CRM gives no more. What
 * was sent went by those matches, perhaps to the wrong record, and is forgotten: it is sent again.
 */
export async function dropMatches(database: HubDatabase, scope: MatchScope): Promise<number> {
  let dropped = 0;
  let after = '';
  for (let piece = 1; piece <= piecesLimit; piece += 1) {
    const done = await database.transact(scope.hubObject, async (sql) => {
      const [{ last } = { last: null }] = await sql.rows<{ last: string | null }>(
        `SELECT MAX(crm_id) AS last
           FROM (SELECT crm_id FROM matches WHERE crm_id > $1 ORDER BY crm_id LIMIT ${pieceSize}) piece`,
        [after],
      );
      if (last === null) return true;
      dropped += await sql.change(
        `UPDATE matches SET hash = '${released}'
          WHERE crm_id > $1 AND crm_id <= $2 AND scope_id IN (${await scopeIdsOf(sql, scope)})
            AND hash <> '${released}'`,
        [after, last],
      );
      after = last;
      return false;
    });
    if (done) {
      const { connectionId, sourceObject: crmObject, hubObject } = scope;
      await forgetSentOfPair(database, { connectionId, crmObject, hubObject });
      return dropped;
    }
  }
  throw new Error('There were ever more matches to drop.');
}
