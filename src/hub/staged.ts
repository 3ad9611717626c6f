/**
 * A batch while it is worked on: the rows that may change something, in a temporary table. Rows that the hub has
 * as they are never get there.
 */
import { hubObjects } from '../domain/hub-object.ts';
import type { Dialect, Sql } from './dialect.ts';
import type { LoadBatch, LoadTarget } from './hub.ts';
import type { ScopeIds } from './scopes.ts';
import { keysMatch, recordsTable, stagedKey } from './tables.ts';

const maxKeys = 3;
const keyColumns = Array.from({ length: maxKeys }, (_, index) => stagedKey(index));
/** Stands between the keys of a record where they are one text; no text of a CRM holds it. */
const unitSeparator = '\u001f';

export async function createStaged(sql: Sql, { columnTypes, temporary }: Dialect): Promise<void> {
  const { key, json, integer } = columnTypes;
  const columns = `
    crm_id ${key}, modified ${key}, hash ${key}, merged ${json},
    ${keyColumns.map((name) => `${name} ${key}`).join(', ')},
    matched_id ${integer}, record_id ${integer}, is_there INTEGER, differs INTEGER,
    holder ${key}, holder_modified ${key}, code TEXT, outcome TEXT`;
  for (const statement of temporary('staged', columns)) await sql.run(statement);
}

/**
 * Unpacks the batch beside what the hub knows of it. `merged` is the record's attributes with the row's put over
 * them, `is_there` whether there is a record of that key, and `differs` whether it would change.
 */
export async function stage(
  sql: Sql,
  dialect: Dialect,
  target: LoadTarget,
  { rows }: LoadBatch,
  { own }: ScopeIds,
): Promise<void> {
  const { hubObject } = target;
  const { keys } = hubObjects[hubObject];
  const unpacked = keys.map((_, index) => `each.value ->> ${index + 4} AS ${stagedKey(index)}`);
  const merged = dialect.merge(`COALESCE(t.attributes, ${dialect.emptyObject})`, 'r.attributes');
  // A person who is named by name is looked up again every time: the name may have become another one's.
  const mayBeKnown = isNamedByName(target) ? '' : `WHERE ${isNews}`;
  await sql.run(
    `INSERT INTO staged (crm_id, modified, hash, merged, ${keys.map((_, index) => stagedKey(index)).join(', ')},
                         matched_id, record_id, is_there, differs)
     SELECT r.crm_id, COALESCE(r.modified, ''), r.hash, ${merged},
            ${keys.map((_, index) => `r.${stagedKey(index)}`).join(', ')},
            m.record_id, t.id,
            CASE WHEN t.id IS NOT NULL AND t.deleted_at IS NULL THEN 1 ELSE 0 END,
            CASE WHEN t.id IS NULL THEN 1 WHEN ${merged} <> t.attributes THEN 1 ELSE 0 END
       FROM (SELECT each.value ->> 0 AS crm_id, each.value ->> 1 AS modified, each.value ->> 2 AS hash,
                    each.value -> 3 AS attributes, ${unpacked.join(', ')}
               FROM ${dialect.unpackBytes('$1')}) r
       LEFT JOIN matches m ON m.scope_id = ${own} AND m.crm_id = r.crm_id
       LEFT JOIN ${recordsTable(hubObject)} t ON ${keysMatch(hubObject, 't', 'r')}
     ${mayBeKnown}`,
    [bytesOf(rows)],
  );
}

const isNews = `m.record_id IS NULL OR t.id IS NULL OR m.record_id <> t.id OR m.hash <> r.hash
        OR t.deleted_at IS NOT NULL`;

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
