/** Rows of a write as Dataverse takes them: an address that finds the record, and its values as JSON. */
import { RecordError, UserError } from '../../domain/errors.ts';
import type { SourceField, SourceObject } from '../../domain/source-schema.ts';
import type { WriteField, WriteRequest, WriteRow } from '../writing.ts';
import { guidLiteral, textLiteral } from './odata-literal.ts';
import { columnOf, tableOf } from './table.ts';

export interface WriteLayout {
  readonly matchesById: boolean;
  /** The id by which the row's record is known, if it is. @throws RecordError where it is none */
  idOf(row: WriteRow): string | null;
  /** The id that it is made with where it has no key. @throws RecordError where it is none */
  newIdOf(row: WriteRow): string | null;
  /** What `matchOn` finds it by; null where the row has no value there, or the id is what is matched. */
  keyOf(row: WriteRow): string | null;
  addressById(id: string): string;
  addressByKey(key: string): string;
  /** @throws RecordError that names the field whose value Dataverse could not take. */
  bodyOf(row: WriteRow, way: 'by id' | 'by key'): string;
}

/** The member of a record's JSON for a cell; null where nothing is sent. */
type Member = (cell: string | null) => string | null;

/** @param describe tables that references lead to. @throws UserError where a field is not there, or no way to match. */
export async function layWrite(
  request: WriteRequest,
  describe: (table: string) => Promise<SourceObject>,
): Promise<WriteLayout> {
  const { object, fields, matchOn, emptyValues } = request;
  const table = tableOf(object);
  const matchesById = matchOn === table.primaryId;
  const keyField = fieldOf(object, matchOn);
  if (!matchesById && !keyField.externalId) {
    throw new UserError(
      `Records of ${object.name} cannot be found by ${matchOn}: it is neither the id nor an alternate key by itself. Choose ${table.primaryId}, or make ${matchOn} an alternate key in Dynamics 365.`,
      { code: 'not_a_key' },
    );
  }
  const members = await Promise.all(
    fields.map((field) => memberOf(object, field, emptyValues === 'clear', describe)),
  );
  const keyColumn = fields.findIndex(({ name }) => name === matchOn);
  const cellOfKey = (row: WriteRow): string | null => row.cells[keyColumn]?.trim() || null;
  const isNumber = ['int', 'double', 'currency'].includes(keyField.type);
  const select = `?$select=${table.primaryId}`;
  return {
    matchesById,
    idOf: (row) => readId((matchesById ? cellOfKey(row) : null) ?? row.crmId),
    newIdOf: (row) => readId(row.newId ?? null),
    keyOf: (row) => (matchesById ? null : cellOfKey(row)),
    addressById: (id) => `${table.entitySetName}(${id})${select}`,
    addressByKey(key) {
      const literal = isNumber ? key : textLiteral(key);
      return `${table.entitySetName}(${matchOn}=${encodeURIComponent(literal)})${select}`;
    },
    bodyOf(row, way) {
      const parts = members.flatMap((member, index) => {
        const { name = '' } = fields[index] ?? {};
        // The address says it already.
        if (name === table.primaryId || (way === 'by key' && name === matchOn)) return [];
        return member(row.cells[index] ?? null) ?? [];
      });
      return `{${parts.join(',')}}`;
    },
  };
}

function readId(given: string | null): string | null {
  if (given === null) return null;
  const id = guidLiteral(given);
  if (id === null) throw new RecordError(`The id is none of Dynamics 365.`, { code: 'malformed_id' });
  return id;
}

function fieldOf(object: SourceObject, name: string): SourceField {
  const found = object.fields.find((field) => field.name === name);
  if (found !== undefined) return found;
  throw new UserError(
    `${object.name} has no field "${name}" that the connection's user may see. Check the job's mapping and the user's rights.`,
    {
      code: 'unknown_field',
    },
  );
}

async function memberOf(
  object: SourceObject,
  { name, refersTo }: WriteField,
  clears: boolean,
  describe: (table: string) => Promise<SourceObject>,
): Promise<Member> {
  const field = fieldOf(object, name);
  if (field.type === 'reference') return await referenceMember(object, field, refersTo, clears, describe);
  const write = writers[field.type] ?? ((cell: string) => JSON.stringify(cell));
  // Yes and no has no third value: emptied, it is what a new record has.
  const empty = field.type === 'boolean' ? 'false' : 'null';
  return (cell) => {
    if (cell === null || cell === '') return clears ? `"${name}":${empty}` : null;
    return `"${name}":${write(cell, field)}`;
  };
}

/** Bound to the record it leads to, by the name that the way there has. */
async function referenceMember(
  object: SourceObject,
  { name }: SourceField,
  refersTo: string | null,
  clears: boolean,
  describe: (table: string) => Promise<SourceObject>,
): Promise<Member> {
  const { targets } = columnOf(object, name);
  const [first] = targets;
  const target = refersTo === null ? first : targets.find(({ table }) => table === refersTo);
  if (target === undefined || (refersTo === null && targets.length > 1 && name !== 'ownerid')) {
    throw new UserError(
      `${object.name}.${name} may lead to several tables (${targets.map(({ table }) => table).join(', ')}): choose the field of one of them.`,
      { code: 'ambiguous_reference' },
    );
  }
  const { entitySetName } = tableOf(await describe(target.table));
  const member = `"${target.navigation}@odata.bind"`;
  return (cell) => {
    if (cell === null || cell === '') return clears ? `${member}:null` : null;
    const id = guidLiteral(cell);
    if (id === null) throw badValue(name, 'is no id of Dynamics 365');
    return `${member}:"/${entitySetName}(${id})"`;
  };
}

type Writer = (cell: string, field: SourceField) => string;

/** All digits are kept: a double would lose some. */
const number: Writer = (cell, { name }) => {
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell)) throw badValue(name, 'is no number');
  return cell.replace(/^(-?)0+(?=\d)/, '$1');
};

/** By value or by label, as a filter names it. */
function choiceOf(text: string, { name, picklistValues }: SourceField): string {
  const wanted = text.trim().toLowerCase();
  const found =
    picklistValues.find(({ value }) => value === wanted) ??
    picklistValues.find(({ label }) => label.toLowerCase() === wanted);
  if (found === undefined) throw badValue(name, 'is none of its choices');
  return found.value;
}

const writers: Partial<Record<SourceField['type'], Writer>> = {
  int: number,
  double: number,
  currency: number,
  boolean(cell, { name }) {
    const text = cell.toLowerCase();
    if (text !== 'true' && text !== 'false') throw badValue(name, 'is neither true nor false');
    return text;
  },
  picklist: choiceOf,
  multipicklist: (cell, field) =>
    JSON.stringify(
      cell
        .split(';')
        .map((each) => choiceOf(each, field))
        .join(','),
    ),
};

function badValue(name: string, problem: string): RecordError {
  return new RecordError(`The value for ${name} ${problem}.`, { code: 'invalid_value' });
}
