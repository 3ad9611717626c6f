import { UserError } from '../domain/errors.ts';
import { hubObjectNames, hubObjects } from '../domain/hub-object.ts';
import type { AttributeType, HubAttribute, HubObjectName, NewAttribute } from '../domain/hub-object.ts';
import { attributeNameProblem } from '../domain/mapping/attribute-name.ts';
import type { Dialect, HubDatabase, Sql } from './dialect.ts';
import { recordsTable } from './tables.ts';

/** Of one object. PostgreSQL's views have at most 1,600 columns. */
const maxAttributes = 1_500;

interface AttributeRow {
  readonly name: string;
  readonly label: string;
  readonly type: AttributeType;
}

const addedOf = `SELECT name, label, type FROM attributes WHERE object = $1 ORDER BY position`;

/** Keys first, then standard ones, then added ones by name. */
export async function attributesOf(
  database: HubDatabase,
  object: HubObjectName,
): Promise<readonly HubAttribute[]> {
  const rows = await database.read<AttributeRow>(addedOf, [object]);
  return [...hubObjects[object].attributes, ...addedAmong(object, rows).sort(byName)];
}

/**
 * Writes down the standard attributes of this version and makes the views. The order in which attributes came is
 * kept, because views grow at their end only.
 */
export async function createViews(database: HubDatabase): Promise<void> {
  const { dialect } = database;
  for (const object of hubObjectNames) {
    if (missing(object, await database.read<AttributeRow>(addedOf, [object])).length === 0) continue;
    await database.transact(object, async (sql) => {
      // Looked at again: another process may have been first.
      const standard = missing(object, await sql.rows<AttributeRow>(addedOf, [object]));
      if (standard.length === 0) return;
      await insert(sql, object, standard);
      await createView(sql, dialect, object);
    });
  }
}

function missing(object: HubObjectName, rows: readonly AttributeRow[]): readonly HubAttribute[] {
  const known = new Set(rows.map(({ name }) => name));
  return hubObjects[object].attributes.filter(({ name, isKey }) => !isKey && !known.has(name));
}

/** @throws UserError where one exists with another type, or a name is not allowed. */
export async function addAttributes(
  database: HubDatabase,
  object: HubObjectName,
  wanted: readonly NewAttribute[],
): Promise<void> {
  const { dialect } = database;
  await database.transact(object, async (sql) => {
    const rows = await sql.rows<AttributeRow>(addedOf, [object]);
    const known = new Map<string, NewAttribute>(
      [...rows, ...hubObjects[object].attributes].map((each) => [each.name, each]),
    );
    const fresh: NewAttribute[] = [];
    for (const attribute of wanted) {
      const same = known.get(attribute.name);
      if (same === undefined) {
        refuseName(attribute.name);
        known.set(attribute.name, attribute);
        fresh.push(attribute);
      } else if (same.type !== attribute.type) throw otherType(object, same, attribute.type);
    }
    if (fresh.length === 0) return;
    if (known.size > maxAttributes) throw tooMany(object);
    await insert(sql, object, fresh);
    await createView(sql, dialect, object);
  });
}

async function insert(sql: Sql, object: HubObjectName, attributes: readonly NewAttribute[]): Promise<void> {
  const [row] = await sql.rows<{ last: number | null }>(
    'SELECT MAX(position) AS last FROM attributes WHERE object = $1',
    [object],
  );
  const first = (row?.last ?? 0) + 1;
  const values = attributes.map(
    (_, index) => `($1, $${3 * index + 2}, $${3 * index + 3}, $${3 * index + 4}, ${first + index})`,
  );
  await sql.run(`INSERT INTO attributes (object, name, label, type, position) VALUES ${values.join(', ')}`, [
    object,
    ...attributes.flatMap(({ name, label, type }) => [name, label, type]),
  ]);
}

async function createView(sql: Sql, dialect: Dialect, object: HubObjectName): Promise<void> {
  const { keys, attributes } = hubObjects[object];
  const rows = await sql.rows<AttributeRow>(addedOf, [object]);
  const typeOf = new Map(attributes.map(({ name, type }) => [name, type]));
  const columns = [
    ...keys,
    ...rows.map(({ name, type }) => dialect.viewColumn({ name, type: typeOf.get(name) ?? type })),
  ];
  const select = `SELECT ${columns.join(', ')} FROM ${recordsTable(object)} WHERE deleted_at IS NULL`;
  for (const statement of dialect.createView(object, select)) await sql.run(statement);
}

function addedAmong(object: HubObjectName, rows: readonly AttributeRow[]): HubAttribute[] {
  const standard = new Set(hubObjects[object].attributes.map(({ name }) => name));
  return rows
    .filter(({ name }) => !standard.has(name))
    .map(({ name, label, type }) => ({ name, label, type, isKey: false, isStandard: false }));
}

function byName(a: HubAttribute, b: HubAttribute): number {
  return a.name < b.name ? -1 : 1;
}

function refuseName(name: string): void {
  const problem = attributeNameProblem(name);
  if (problem !== null) throw new UserError(problem, { code: 'attribute_name' });
}

function tooMany(object: HubObjectName): UserError {
  return new UserError(
    `${hubObjects[object].nounPlural} would have more than ${maxAttributes} attributes, which is what a view can hold. ` +
      'Map to attributes that are there, or leave fields out.',
    { code: 'too_many_attributes' },
  );
}

function otherType(object: HubObjectName, existing: NewAttribute, wanted: AttributeType): UserError {
  return new UserError(
    `The attribute ${existing.name} of ${hubObjects[object].nounPlural} is of the type ${existing.type} and cannot ` +
      `become ${wanted}. Map to it as ${existing.type}, or choose another name.`,
    { code: 'attribute_type' },
  );
}
