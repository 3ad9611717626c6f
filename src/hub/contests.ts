/**
 * Several rows of a round that want one key and do nothing else to each other. Who has it in the end is worked out
 * here; the others are written as losers, and counted as what they would have been in their turn.
 */
import { jsonBytes } from '../domain/json-pieces.ts';
import { addCounts, zeroCounts } from '../domain/run.ts';
import type { RunCounts } from '../domain/run.ts';
import { bringsNothing, ofRun } from './conflicts.ts';
import type { Dialect, Sql } from './dialect.ts';
import type { LoadTarget } from './hub.ts';

interface Contestant {
  readonly position: number | string;
  readonly crm_id: string;
  readonly modified: string;
  /** Of equal values, as the attributes that a job maps are all in each row. */
  readonly hash: string;
  readonly code: string | null;
  readonly outcome: string | null;
  readonly is_there: number;
  /** It brings what the hub record has already. */
  readonly is_same: number;
  readonly holder: string | null;
  readonly holder_modified: string | null;
}

type Stored = 'created' | 'updated' | 'unchanged';

/** What is to be written about a contestant: its outcome, null where it is still to be decided, and who beat it. */
type Verdict = readonly [position: number, outcome: Stored | 'ignored' | null, holder: string | null];

interface Contest {
  readonly verdicts: readonly Verdict[];
  /** To be added to what the verdicts count as. */
  readonly counts: RunCounts;
}

/** @returns what is to be added to the counts of what is written. */
export async function decideContests(
  sql: Sql,
  dialect: Dialect,
  target: LoadTarget,
  contests: readonly (readonly number[])[],
): Promise<RunCounts> {
  const rows = await sql.rows<Contestant>(
    `SELECT position, crm_id, modified, hash, code, outcome, is_there, holder, holder_modified,
            CASE WHEN ${bringsNothing(target)} THEN 1 ELSE 0 END AS is_same
       FROM staged WHERE position IN (${contests.flat().join(', ')})`,
    ofRun(target),
  );
  const rowAt = new Map(rows.map((row) => [Number(row.position), row]));
  const decided = contests.map((positions) => {
    const candidates = positions.map((position) => rowAt.get(position)).filter((row) => row !== undefined);
    return decide(candidates.filter(isCandidate), target);
  });
  await write(
    sql,
    dialect,
    decided.flatMap(({ verdicts }) => verdicts),
  );
  return decided.map(({ counts }) => counts).reduce(addCounts, zeroCounts);
}

/** Others are rejected or ignored for reasons of their own. */
function isCandidate({ code, outcome }: Contestant): boolean {
  return code === null && outcome !== 'ignored';
}

const undecided: Contest = { verdicts: [], counts: zeroCounts };

function decide(rows: readonly Contestant[], { resolveConflicts }: LoadTarget): Contest {
  const holder = rows.find((row) => row.holder !== null);
  if (!resolveConflicts) return holder === undefined ? firstHasIt(rows) : undecided;
  let best = { crmId: holder?.holder ?? '', modified: holder?.holder_modified ?? '' };
  const winners: Contestant[] = [];
  for (const row of rows) {
    const isBest = row.modified === best.modified ? row.crm_id > best.crmId : row.modified > best.modified;
    if (!isBest) continue;
    winners.push(row);
    best = { crmId: row.crm_id, modified: row.modified };
  }
  return lastHasIt(rows, winners);
}

function firstHasIt([first, ...others]: readonly Contestant[]): Contest {
  const verdicts = others.map(({ position }): Verdict => [Number(position), null, first?.crm_id ?? null]);
  return { verdicts, counts: zeroCounts };
}

/** @param winners those that had the key for a while, the last one for good. */
function lastHasIt(rows: readonly Contestant[], winners: readonly Contestant[]): Contest {
  const last = winners.at(-1);
  if (last === undefined) return undecided;
  const outcomes = winners.map((row, index) => outcomeAfter(winners[index - 1], row));
  const written = outcomes.find((each) => each !== 'unchanged') ?? 'unchanged';
  const counts = { ...zeroCounts, ignored: 1 - winners.length };
  for (const outcome of outcomes) counts[outcome] += 1;
  counts[written] -= 1;
  const verdicts = rows.map((row): Verdict => [
    Number(row.position),
    row === last ? written : 'ignored',
    null,
  ]);
  return { verdicts, counts };
}

function outcomeAfter(before: Contestant | undefined, row: Contestant): Stored {
  if (before !== undefined) return before.hash === row.hash ? 'unchanged' : 'updated';
  if (row.is_there === 0) return 'created';
  return row.is_same === 1 ? 'unchanged' : 'updated';
}

async function write(sql: Sql, dialect: Dialect, verdicts: readonly Verdict[]): Promise<void> {
  await sql.run(
    `UPDATE staged SET outcome = v.outcome, holder = COALESCE(v.holder, staged.holder)
       FROM (SELECT ${dialect.integerAt(0)} AS position, each.value ->> 1 AS outcome, each.value ->> 2 AS holder
               FROM ${dialect.unpackRows('$1')} ${dialect.evaluatedOnce}) v
      WHERE staged.position = v.position`,
    [jsonBytes(verdicts)],
  );
}
