/** A batch while it is worked on: its rows beside what the hub knows of them, in a temporary table. */
import { hubObjects } from '../domain/hub-object.ts';
import type { Dialect, Sql } from './dialect.ts';
import type { LoadBatch, LoadTarget } from './hub.ts';
import type { ScopeIds } from './scopes.ts';
import { keysMatch, recordsTable, stagedKey } from './tables.ts';

const maxKeys = 3;
const keyColumns = Array.from({ length: maxKeys }, (_, index) => stagedKey(index));
/** Stands between the keys of a record where they are one text; no text of a CRM holds it. */
const unitSeparator = '\u001f';
/** PostgreSQL's index takes 2,704 bytes an entry. Only long keys in scripts of several bytes a letter get there. */
export const maxKeyBytes = 2_600;

/**
 * `position` counts the batch's rows from 1. `known` rows are in the hub as they are; of those, `touched` ones were
 * modified since without a change to what is mapped. `matched_id` is the hub record that the CRM record stood for
 * until now, `record_id` the one that has the row's key, and `is_there` tells whether that one is not deleted.
 * `merged` is last: what is before it is read without it.
 */
export async function createStaged(sql: Sql, { columnTypes, temporary }: Dialect): Promise<void> {
  const { key, json, integer } = columnTypes;
  const columns = `
    position ${integer}, crm_id ${key}, modified ${key}, hash ${key},
    ${keyColumns.map((name) => `${name} ${key}`).join(', ')},
    matched_id ${integer}, record_id ${integer}, known INTEGER, touched INTEGER, is_there INTEGER,
    holder ${key}, holder_modified ${key}, code TEXT, outcome TEXT, merged ${json}`;
  for (const statement of temporary('staged', columns)) await sql.run(statement);
}

/** Rows of a batch in SQL: a FROM item `each` with their values, and their positions. */
export interface RowsToStage {
  readonly from: string;
  readonly position: string;
  readonly bind: readonly unknown[];
}

export function allRows({ position, unpackRows }: Dialect, { rows }: LoadBatch): RowsToStage {
  return { from: unpackRows('$1'), position, bind: [bytesOf(rows)] };
}

/** Those that were put aside until their turn came. */
export function waitingRows(positions: readonly number[]): RowsToStage {
  const from = `waiting AS each WHERE each.position IN (${positions.join(', ')})`;
  return { from, position: 'each.position', bind: [] };
}

/**
 * Unpacks rows of a batch. What nothing else can have a say in gets its outcome here: rows that the hub knows, and keys
 * that no record has. Records are looked up in the index of their keys alone where nothing changed.
 */
export async function stage(
  sql: Sql,
  dialect: Dialect,
  target: LoadTarget,
  { own }: ScopeIds,
  { from, position, bind }: RowsToStage,
): Promise<void> {
  const { hubObject, allowCreate } = target;
  const keys = hubObjects[hubObject].keys.map((_, index) => stagedKey(index));
  const { emptyObject, merge } = dialect;
  // A person who is named by name is looked up again every time: the name may have become another one's.
  const known = isNamedByName(target) ? '1 = 0' : 'm.hash = r.hash AND m.record_id = t.id';
  const isThere = 't.id IS NOT NULL AND t.deleted_at IS NULL';
  await sql.run(
    `INSERT INTO staged (position, crm_id, modified, hash, ${keys.join(', ')}, matched_id, record_id,
                         known, touched, is_there, code, outcome, merged)
     SELECT r.position, r.crm_id, r.modified, r.hash, ${keys.map((each) => `r.${each}`).join(', ')},
            m.record_id, t.id,
            CASE WHEN ${known} THEN 1 ELSE 0 END,
            CASE WHEN ${known} AND m.source_modified_at < r.modified THEN 1 ELSE 0 END,
            CASE WHEN ${known} OR (${isThere}) THEN 1 ELSE 0 END,
            CASE WHEN ${keys.map((each) => `octet_length(r.${each})`).join(' + ')} > ${maxKeyBytes}
                 THEN 'too_long' END,
            CASE WHEN ${known} THEN 'unchanged'
                 WHEN ${isThere} THEN NULL
                 ELSE ${allowCreate ? `'created'` : `'ignored'`} END,
            CASE WHEN ${known} THEN NULL
                 WHEN ${isThere} THEN ${merge('t.attributes', 'r.attributes')}
                 ELSE ${merge(emptyObject, 'r.attributes')} END
       FROM (SELECT ${position} AS position, each.value ->> 0 AS crm_id,
                    COALESCE(each.value ->> 1, '') AS modified, each.value ->> 2 AS hash,
                    ${dialect.objectAt(3)} AS attributes,
                    ${keys.map((name, index) => `each.value ->> ${index + 4} AS ${name}`).join(', ')}
               FROM ${from} ${dialect.evaluatedOnce}) r
       LEFT JOIN matches m ON m.scope_id = ${own} AND m.crm_id = r.crm_id
       LEFT JOIN ${recordsTable(hubObject)} t ON ${keysMatch(hubObject, 't', 'r')}`,
    bind,
  );
}

/** The row's values are in the hub once it is written, or were there before. */
export const isStored = `outcome IN ('created', 'updated', 'unchanged')`;
/** SQL for the id of the record that a row stands for after all, or NULL. @param recordId of a stored row's. */
export const idSeen = (recordId: string): string =>
  `CASE WHEN known = 0 AND ${isStored} THEN ${recordId} ELSE matched_id END`;
/** The CRM record stood for another hub record until now. */
export const hasMoved = `matched_id IS NOT NULL AND (record_id IS NULL OR matched_id <> record_id)`;

export function isNamedByName({ hubObject, attributes }: LoadTarget): boolean {
  return hubObject === 'account_assignments' && attributes.includes('user_name');
}

/** All keys of a staged row as one text. */
export function keyText({ hubObject }: LoadTarget, prefix: string): string {
  return hubObjects[hubObject].keys
    .map((_, index) => `${prefix}.${stagedKey(index)}`)
    .join(` || '${unitSeparator}' || `);
}

/** The same bytes, as the drivers take them. */
export function bytesOf(rows: Uint8Array): Buffer {
  return Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength);
}
