/** What outbound jobs have sent: remembered so that a record that did not change is not sent again. */
import type { RunCounts } from '../domain/run.ts';
import { answered, note } from './checkpoints.ts';
import type { Step } from './checkpoints.ts';
import type { Dialect, HubDatabase, Sql } from './dialect.ts';
import { committed, isSamePair, ownSendScope, sendScopesFrom, sendScopesOfJob } from './send-scopes.ts';
import type { SendPair, StoredSendScope } from './send-scopes.ts';
import type { SendTarget, SentBatch } from './selection.ts';
import { bytesOf } from './staged.ts';
import type { PackedSent } from '../domain/sent-records.ts';

/** Records that one transaction forgets, so that others are let in between. */
const pieceSize = 20_000;
const piecesLimit = 100_000;

/** Notes a batch and the checkpoint, in one transaction. One that is noted already is answered again. */
export async function noteSent(
  database: HubDatabase,
  target: SendTarget,
  { records, counts }: SentBatch,
  step: Step,
): Promise<RunCounts> {
  // In nobody's turn: no other run writes what this job has sent.
  return await database.transact(null, async (sql) => {
    const before = await answered(sql, step);
    if (before !== null) return before.counts;
    if (records.count > 0 && !target.dryRun) {
      await remember(sql, database.dialect, await ownSendScope(sql, target), records, step.now);
    }
    return (await note(sql, step, counts, [])).counts;
  });
}

/** The same record twice in one batch: the last one counts, as it was sent. */
async function remember(
  sql: Sql,
  { unpackRows, integerAt }: Dialect,
  scope: number,
  { rows }: PackedSent,
  now: Date,
): Promise<void> {
  await sql.run(
    `INSERT INTO sent (record_id, scope_id, crm_id, hash, own_hash, version, sent_at)
     SELECT ${integerAt(0)}, ${scope}, each.value ->> 1, each.value ->> 2, each.value ->> 3, each.value ->> 4, $2
       FROM ${unpackRows('$1')} WHERE true
     ON CONFLICT (record_id, scope_id) DO UPDATE
       SET crm_id = CASE excluded.crm_id WHEN '' THEN sent.crm_id ELSE excluded.crm_id END,
           hash = excluded.hash, own_hash = excluded.own_hash, version = excluded.version,
           sent_at = excluded.sent_at`,
    [bytesOf(rows), now.toISOString()],
  );
}

/** Everything that a job has sent, wherever it went. */
export async function forgetSent(database: HubDatabase, jobId: string): Promise<number> {
  const forgotten = await forget(database, await sendScopesOfJob(committed(database), jobId));
  await database.transact(null, (sql) => sql.run('DELETE FROM send_scopes WHERE job_id = $1', [jobId]));
  return forgotten;
}

/** What any job has sent from the hub object to the CRM object, which are matched anew. */
export async function forgetSentOfPair(database: HubDatabase, pair: SendPair): Promise<void> {
  const scopes = await sendScopesFrom(committed(database), pair.hubObject);
  await forget(
    database,
    scopes.filter((scope) => isSamePair(scope, pair)),
  );
}

async function forget(database: HubDatabase, scopes: readonly StoredSendScope[]): Promise<number> {
  if (scopes.length === 0) return 0;
  const ids = scopes.map(({ id }) => id).join(', ');
  let forgotten = 0;
  let after = 0;
  for (let piece = 1; piece <= piecesLimit; piece += 1) {
    const isDone = await database.transact(null, async (sql) => {
      const [{ last } = { last: null }] = await sql.rows<{ last: number | string | null }>(
        `SELECT MAX(record_id) AS last
           FROM (SELECT record_id FROM sent WHERE record_id > $1 ORDER BY record_id LIMIT ${pieceSize}) piece`,
        [after],
      );
      if (last === null) return true;
      forgotten += await sql.change(
        `DELETE FROM sent WHERE record_id > $1 AND record_id <= $2 AND scope_id IN (${ids})`,
        [after, Number(last)],
      );
      after = Number(last);
      return false;
    });
    if (isDone) return forgotten;
  }
  throw new Error('There was ever more to forget of what was sent.');
}
