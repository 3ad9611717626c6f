/** What a staged batch holds, by which the statements that it needs no more are left out. */
import type { RunCounts } from '../domain/run.ts';
import type { Sql } from './dialect.ts';
import { hasMoved, idSeen } from './staged.ts';

/** Numbers of rows, before their outcomes are decided. */
export interface Survey {
  /** That the hub does not have as they are. */
  readonly news: number;
  /** Of those: in whose outcome others have a say. */
  readonly open: number;
  /** That may change a record which is in the table already, deleted or not. */
  readonly old: number;
  /** Whose CRM records stood for other hub records until now. */
  readonly moved: number;
}

export const nothingStaged: Survey = { news: 0, open: 0, old: 0, moved: 0 };

export async function survey(sql: Sql): Promise<Survey> {
  return await numbers(sql, 'WHERE known = 0', {
    news: '1 = 1',
    open: 'outcome IS NULL OR code IS NOT NULL',
    old: 'record_id IS NOT NULL',
    moved: hasMoved,
  });
}

export interface Tally {
  readonly outcomes: Omit<RunCounts, 'read' | 'deleted'>;
  /** Of the ids of the records that the rows stand for. */
  readonly seen: { readonly number: number; readonly first: number; readonly last: number };
}

/** @param recordId SQL for the id of a stored row's record. */
export async function tally(sql: Sql, recordId: string): Promise<Tally> {
  const id = idSeen(recordId);
  const { number, first, last, ...outcomes } = await numbers(
    sql,
    '',
    {
      created: `outcome = 'created'`,
      updated: `outcome = 'updated'`,
      unchanged: `outcome = 'unchanged'`,
      ignored: `outcome = 'ignored'`,
      rejected: `outcome = 'rejected'`,
    },
    { number: `COUNT(${id})`, first: `MIN(${id})`, last: `MAX(${id})` },
  );
  return { outcomes, seen: { number, first, last } };
}

/** One row of numbers about the staged rows: how many there are of each condition, and other aggregates. */
async function numbers<Counted extends string, Other extends string = never>(
  sql: Sql,
  where: string,
  conditions: Readonly<Record<Counted, string>>,
  aggregates?: Readonly<Record<Other, string>>,
): Promise<Readonly<Record<Counted | Other, number>>> {
  const columns = [
    ...Object.entries<string>(conditions).map(
      ([name, each]) => `COUNT(CASE WHEN ${each} THEN 1 END) AS ${name}`,
    ),
    ...Object.entries<string>(aggregates ?? {}).map(([name, each]) => `${each} AS ${name}`),
  ];
  const [row] = await sql.rows<Record<string, number | string | null>>(
    `SELECT ${columns.join(', ')} FROM staged ${where}`,
  );
  const names = [...Object.keys(conditions), ...Object.keys(aggregates ?? {})];
  return Object.fromEntries(names.map((name) => [name, Number(row?.[name] ?? 0)])) as Record<
    Counted | Other,
    number
  >;
}
