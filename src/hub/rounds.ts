/**
 * Rows of one batch that have a say in what becomes of each other: with one key, of one CRM record, or where one
 * wants the key that another one is giving up. What becomes of them is as if each had come in a batch of its own. So
 * they are taken in rounds; only rows that do no more than want one key may meet in a round, as a contest.
 */
import type { Dialect, Sql } from './dialect.ts';
import type { LoadBatch, LoadTarget } from './hub.ts';
import { bytesOf, keyText } from './staged.ts';
import { released } from './conflicts.ts';
import type { ScopeIds } from './scopes.ts';
import type { Survey } from './survey.ts';

/** Rows that are taken together, by their positions. */
export interface Round {
  readonly all: readonly number[];
  /** Those that want one key, in the order in which they came. */
  readonly contests: readonly (readonly number[])[];
}

/** @returns one round at least. */
export async function roundsOf(
  sql: Sql,
  target: LoadTarget,
  { hasRepeats }: LoadBatch,
  { moved, news }: Survey,
  scopes: ScopeIds,
): Promise<readonly [Round, ...Round[]]> {
  // What a dry run has moved before is not among the matches.
  const mayMeet = hasRepeats || moved > 0 || (target.dryRun && news > 0);
  const [first = nobodyMeets, ...later] = mayMeet
    ? inRounds(await staged(sql, target), await held(sql, scopes))
    : [];
  return [first, ...later];
}

const nobodyMeets: Round = { all: [], contests: [] };

type RecordId = number | string;

interface StagedRow {
  readonly position: number | string;
  readonly crm_id: string;
  readonly key: string;
  readonly record_id: RecordId | null;
  readonly matched_id: RecordId | null;
  readonly claimed_key: string | null;
}

async function staged(sql: Sql, target: LoadTarget): Promise<readonly StagedRow[]> {
  const columns = `position, s.crm_id, ${keyText(target, 's')} AS key, record_id, matched_id`;
  if (!target.dryRun) {
    return await sql.rows(`SELECT ${columns}, NULL AS claimed_key FROM staged s ORDER BY position`);
  }
  return await sql.rows(
    `SELECT ${columns}, c.key_text AS claimed_key
       FROM staged s LEFT JOIN dry_claims c ON c.run_id = $1 AND c.crm_id = s.crm_id ORDER BY position`,
    [target.runId],
  );
}

/** CRM id → records that it is matched to by whichever job: it has their keys until somebody takes them over. */
async function held(sql: Sql, { same }: ScopeIds): Promise<ReadonlyMap<string, readonly RecordId[]>> {
  const found = await sql.rows<{ readonly crm_id: string; readonly record_id: RecordId }>(
    `SELECT DISTINCT m.crm_id, m.record_id FROM staged s
       JOIN matches m ON m.crm_id = s.crm_id AND m.scope_id IN (${same}) AND m.hash <> '${released}'`,
  );
  const records = new Map<string, RecordId[]>();
  for (const { crm_id: crmId, record_id: recordId } of found) {
    records.set(crmId, [...(records.get(crmId) ?? []), recordId]);
  }
  return records;
}

/** What was last asked for a key: by whom, and in which round. */
interface Demand {
  readonly round: number;
  /** Others that want it may join. null = nobody. */
  readonly contest: number[] | null;
}

function inRounds(
  rows: readonly StagedRow[],
  heldBy: ReadonlyMap<string, readonly RecordId[]>,
): readonly Round[] {
  const keyOfRecord = new Map(rows.map((row) => [row.record_id, row.key]));
  const keysOfCrmId = new Map<string, Set<string>>();
  const demands = new Map<string, Demand>();
  const turns = new Map<string, number>();
  const rounds: { readonly all: number[]; readonly contests: number[][] }[] = [];
  for (const row of rows) {
    const position = Number(row.position);
    // Where the CRM record is or may be by then: which of them it is, is not known before the row's turn.
    const left = keysOfCrmId.get(row.crm_id) ?? new Set();
    const records = [row.matched_id, ...(heldBy.get(row.crm_id) ?? [])].filter((id) => id !== null);
    const current = records.map((id) => keyOfRecord.get(id));
    for (const key of [...current, row.claimed_key]) if (typeof key === 'string') left.add(key);
    const latest = demands.get(row.key);
    const joins = !left.has(row.key) && latest !== undefined && latest.contest !== null;

    let round = turns.get(row.crm_id) ?? 0;
    if (latest !== undefined) round = Math.max(round, latest.round + (joins ? 0 : 1));
    for (const key of left) round = Math.max(round, (demands.get(key)?.round ?? -1) + 1);
    const taken = (rounds[round] ??= { all: [], contests: [] });
    taken.all.push(position);

    for (const key of left) demands.set(key, { round, contest: null });
    if (joins && latest.round === round) {
      if (latest.contest.length === 1) taken.contests.push(latest.contest);
      latest.contest.push(position);
    } else {
      demands.set(row.key, { round, contest: left.has(row.key) ? null : [position] });
    }
    turns.set(row.crm_id, round + 1);
    keysOfCrmId.set(row.crm_id, left.add(row.key));
  }
  return rounds;
}

/** Takes all but the first round out of the staged rows and puts it aside as it came. */
export async function putAside(
  sql: Sql,
  dialect: Dialect,
  { rows }: LoadBatch,
  later: readonly Round[],
): Promise<void> {
  const { temporary, columnTypes, position, unpackRows } = dialect;
  const columns = `position INTEGER PRIMARY KEY, value ${columnTypes.json}`;
  for (const statement of temporary('waiting', columns)) await sql.run(statement);
  const places = later.flatMap(({ all }) => all).join(', ');
  await sql.run(
    `INSERT INTO waiting (position, value)
     SELECT ${position}, each.value FROM ${unpackRows('$1')} WHERE ${position} IN (${places})`,
    [bytesOf(rows)],
  );
  await sql.run(`DELETE FROM staged WHERE position IN (${places})`);
}
