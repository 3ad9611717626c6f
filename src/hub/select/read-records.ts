/** Reads records that a selection takes, in the order of their ids. */
import { fieldPaths } from '../../domain/filter/field-paths.ts';
import { compileMatches } from '../../domain/filter/matches.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import type { HubValue } from '../../domain/hub-object.ts';
import { hubSchema } from '../../domain/hub-schema.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import { openZone } from '../../domain/zone.ts';
import { attributesOf } from '../attributes.ts';
import type { HubDatabase } from '../dialect.ts';
import { maxSelectedRecords } from '../selection.ts';
import type { HubSelection, PageRequest } from '../selection.ts';
import { recordsTable } from '../tables.ts';
import { createBinds } from './binds.ts';
import type { Binds } from './binds.ts';
import { cellText } from './cell-text.ts';
import { compileFilter } from './compile-filter.ts';
import { always, isExact } from './truth.ts';
import type { Truth } from './truth.ts';

/** A record with what was read of it beside its values. */
export interface ReadRecord<Beside> {
  readonly recordId: number;
  readonly keys: readonly string[];
  /** Also of attributes that nobody asked for. */
  readonly cell: (name: string) => string | null;
  readonly beside: Beside;
}

export interface ReadPage<Beside> {
  readonly records: readonly ReadRecord<Beside>[];
  readonly next: number | null;
}

/** Records that are looked at in one statement where most of them may turn out not to be wanted. */
const minCandidates = 1_000;
/** Far more pieces than any hub has. */
const piecesLimit = 1_000_000;

/** @param columns what else is read of each record, `t.`, as SQL by name. */
export async function readRecords<Beside extends object>(
  database: HubDatabase,
  selection: HubSelection,
  { after, limit }: Pick<PageRequest, 'after' | 'limit'>,
  columns: Readonly<Record<keyof Beside & string, string>>,
): Promise<ReadPage<Beside>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > maxSelectedRecords) {
    throw new Error(`A page of ${limit} records was asked for.`);
  }
  const question = await prepare(database, selection);
  const records: ReadRecord<Beside>[] = [];
  let last = after ?? 0;
  for (let piece = 1; piece <= piecesLimit; piece += 1) {
    // One more than is wanted tells whether there is another page.
    const wanted = limit + 1 - records.length;
    const size = question.isExact ? wanted : Math.max(wanted, minCandidates);
    const rows = await candidates<Beside>(database, question, { after: last, size, columns });
    for (const row of rows) {
      const record = recordOf(selection, row);
      if (!question.takes(row, record)) continue;
      if (records.length === limit) return { records, next: records.at(-1)?.recordId ?? null };
      records.push(record);
    }
    if (rows.length < size) return { records, next: null };
    last = Number(rows.at(-1)?.id);
  }
  throw new Error('There were ever more records to look at.');
}

export async function countRecords(database: HubDatabase, selection: HubSelection): Promise<number> {
  const { truth, binds, ...question } = await prepare(database, selection);
  const { sql, bind } = binds.statement(
    `SELECT COUNT(*) AS number FROM ${recordsTable(selection.object)} t
      WHERE t.deleted_at IS NULL AND (${truth.certain})`,
  );
  const [row] = await database.read<{ number: number | string }>(sql, bind);
  const certain = Number(row?.number ?? 0);
  if (question.isExact) return certain;
  // These were counted: of the others `matches` decides.
  const open = {
    ...question,
    binds,
    truth: { ...truth, possible: `(${truth.possible}) AND NOT (${truth.certain})` },
  };
  let counted = certain;
  let last = 0;
  for (let piece = 1; piece <= piecesLimit; piece += 1) {
    const rows = await candidates(database, open, { after: last, size: minCandidates, columns: {} });
    counted += rows.filter((each) => question.takes(each, recordOf(selection, each))).length;
    if (rows.length < minCandidates) return counted;
    last = Number(rows.at(-1)?.id);
  }
  throw new Error('There were ever more records to count.');
}

interface Question {
  readonly object: HubSelection['object'];
  readonly truth: Truth;
  readonly binds: Binds;
  readonly isExact: boolean;
  readonly takes: (row: Row, record: Pick<ReadRecord<object>, 'cell'>) => boolean;
}

interface Row {
  readonly id: number | string;
  readonly attributes: string | Readonly<Record<string, HubValue>>;
  /** 1 where the filter takes the record without a doubt. */
  readonly is_certain: number;
  readonly [column: string]: unknown;
}

/** A filter made ready: as SQL, and as `matches` for what SQL cannot tell. */
async function prepare(database: HubDatabase, selection: HubSelection): Promise<Question> {
  const { object, filter, nowMs, timezone, firstWeekday } = selection;
  const binds = createBinds();
  if (filter === null) return { object, truth: always, binds, isExact: true, takes: () => true };
  const { keys } = hubObjects[object];
  const schema = hubSchema(hubObjects[object], await attributesOf(database, object));
  const clock = { nowMs, zone: openZone(timezone), firstWeekday };
  const truth = compileFilter(filter, { schema, clock, dialect: database.select, binds, keys });
  if (isExact(truth)) return { object, truth, binds, isExact: true, takes: () => true };
  const names = namesOf(fieldPaths(filter), schema);
  const matches = compileMatches(filter, { ...clock, schema, columns: names });
  const takes: Question['takes'] = (row, { cell }) =>
    row.is_certain === 1 || matches(names.map((name) => cell(name)));
  return { object, truth, binds, isExact: false, takes };
}

function namesOf(paths: Iterable<string>, schema: SourceSchema): readonly string[] {
  return [...paths].map((path) => {
    const found = schema.field(path);
    return found.kind === 'found' ? found.path : path;
  });
}

interface Piece<Beside> {
  readonly after: number;
  readonly size: number;
  readonly columns: Readonly<Record<keyof Beside & string, string>>;
}

async function candidates<Beside>(
  database: HubDatabase,
  { object, truth, binds, isExact: isSure }: Question,
  { after, size, columns }: Piece<Beside>,
): Promise<readonly (Row & Beside)[]> {
  const { keys } = hubObjects[object];
  const isCertain = isSure ? '1' : `CASE WHEN ${truth.certain} THEN 1 ELSE 0 END`;
  const beside = Object.entries<string>(columns).map(([name, sql]) => `${sql} AS ${name}`);
  const values = [...keys.map((key) => `t.${key}`), 't.attributes', `${isCertain} AS is_certain`, ...beside];
  const { sql, bind } = binds.statement(
    `SELECT t.id, ${values.join(', ')} FROM ${recordsTable(object)} t
      WHERE t.id > ${after} AND t.deleted_at IS NULL AND (${truth.possible})
      ORDER BY t.id LIMIT ${size}`,
  );
  return await database.read<Row & Beside>(sql, bind);
}

function recordOf<Beside>({ object }: HubSelection, row: Row & Beside): ReadRecord<Beside> {
  const { keys } = hubObjects[object];
  const values = attributesIn(row);
  return {
    recordId: Number(row.id),
    keys: keys.map((key) => String(row[key])),
    cell: (name) => (keys.includes(name) ? String(row[name]) : cellText(values[name])),
    beside: row,
  };
}

/** PostgreSQL's driver reads JSON by itself. */
function attributesIn({ attributes }: Row): Readonly<Record<string, HubValue>> {
  return typeof attributes === 'string'
    ? (JSON.parse(attributes) as Readonly<Record<string, HubValue>>)
    : attributes;
}
