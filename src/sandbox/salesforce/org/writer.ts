/** Single rows as the API writes them: with all that the platform checks, and a WriteError where it refuses. */
import type { FieldDefinition, FieldValue } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { checkValue, notWritable } from './check-value.ts';
import type { Org } from './org.ts';
import { readId } from './record-ids.ts';
import type { StoredRow } from './row.ts';
import { WriteError } from './write-error.ts';

/** Field names and values as they came: JSON with the digits of its numbers as text, or a line of CSV. */
export type ApiRecord = Readonly<Record<string, unknown>>;

export interface Written {
  readonly id: string;
  readonly created: boolean;
}

type Access = 'createable' | 'updateable';

export class Writer {
  private readonly org: Org;

  constructor(org: Org) {
    this.org = org;
  }

  create(object: ObjectDefinition, record: ApiRecord): Written {
    const values = this.checked(object, record, 'createable');
    const missing = object.fields
      .filter((field) => isRequired(field) && (values[field.name] ?? null) === null)
      .map((field) => field.name);
    if (missing.length > 0) throw required(missing);
    this.checkRules(object, values, null);
    const [id = ''] = this.org.insert(object.name, [values]);
    return { id, created: true };
  }

  update(object: ObjectDefinition, id: string, record: ApiRecord): Written {
    const row = this.find(object, id);
    const values = this.checked(object, record, 'updateable');
    const emptied = object.fields
      .filter((field) => !field.nillable && values[field.name] === null)
      .map((field) => field.name);
    if (emptied.length > 0) throw required(emptied);
    this.checkRules(object, values, row);
    this.org.update(object.name, row.id, values);
    return { id: row.id, created: false };
  }

  /** By an external id, or by the record's own. */
  upsert(object: ObjectDefinition, field: FieldDefinition, value: string, record: ApiRecord): Written {
    const { [field.name]: _, ...others } = record;
    if (field.type === 'id') {
      return value === '' ? this.create(object, others) : this.update(object, value, others);
    }
    if (value === '') {
      throw new WriteError('MISSING_ARGUMENT', `${field.name} not specified`, [field.name]);
    }
    const found = this.org.tableOf(object).withValue(field.name, value);
    if (found.length > 1) throw ambiguous(field, value, found);
    const [row] = found;
    if (row !== undefined) return this.update(object, row.id, others);
    return this.create(object, { ...others, [field.name]: value });
  }

  remove(object: ObjectDefinition, id: string): Written {
    const row = this.find(object, id);
    this.org.takeLock(row.id);
    this.org.remove(object.name, [row.id]);
    return { id: row.id, created: false };
  }

  /** @throws WriteError where there is none, or none any more. */
  find(object: ObjectDefinition, id: string): StoredRow {
    const long = readId(id);
    if (long === null) throw new WriteError('MALFORMED_ID', `bad id ${id}`, ['Id']);
    const row = this.org.tableOf(object).stored(long);
    if (row === undefined) {
      throw new WriteError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    }
    if (row.deletedAt !== null) throw new WriteError('ENTITY_IS_DELETED', 'entity is deleted');
    return row;
  }

  private checked(
    object: ObjectDefinition,
    record: ApiRecord,
    access: Access,
  ): Readonly<Record<string, FieldValue>> {
    const values: Record<string, FieldValue> = {};
    const refused: string[] = [];
    for (const [name, given] of Object.entries(record)) {
      if (name === 'attributes' || name.toLowerCase() === 'id') continue;
      const field = object.byName.get(name.toLowerCase());
      if (field === undefined) {
        const [key, value] = this.parentOf(object, name, given);
        values[key] = value;
      } else if (!field[access]) refused.push(field.name);
      else values[field.name] = this.checkedReference(field, checkValue(field, given));
    }
    if (refused.length > 0) throw notWritable(refused);
    return values;
  }

  private checkedReference(field: FieldDefinition, value: FieldValue): FieldValue {
    if (field.type !== 'reference' || typeof value !== 'string') return value;
    const target = this.org.schema.byPrefix(value);
    if (target === undefined || !field.referenceTo.includes(target.name)) {
      throw new WriteError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${value}`, [
        field.name,
      ]);
    }
    const { source } = this.org.tableOf(target);
    if (source === null) this.find(target, value);
    else if (source.find(value) === null) {
      throw new WriteError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
    }
    return value;
  }

  /** A parent by its external id: `{"Parent": {"LegacyId__c": "7"}}`, or `Parent.LegacyId__c` in CSV. */
  private parentOf(
    object: ObjectDefinition,
    name: string,
    given: unknown,
  ): readonly [field: string, id: string | null] {
    const [relationship = '', key] = name.split('.');
    const reference = object.byRelationship.get(relationship.toLowerCase());
    const target = this.org.schema.find(reference?.referenceTo[0] ?? '');
    if (reference === undefined || target === undefined) {
      throw new WriteError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    }
    if (given === null) return [reference.name, null];
    const [fieldName, value] = key === undefined ? keyIn(given) : [key, textOf(given)];
    const field = target.byName.get(fieldName.toLowerCase());
    if (field === undefined || !field.idLookup) {
      throw new WriteError('INVALID_FIELD', `${name} is no external id of ${target.name}`, [reference.name]);
    }
    const found = this.org.tableOf(target).withValue(field.name, value);
    if (found.length > 1) throw ambiguous(field, value, found);
    if (found[0] === undefined) {
      throw new WriteError(
        'INVALID_FIELD',
        `Foreign key external ID: ${value} not found for field ${field.name} in entity ${target.name}`,
        [],
      );
    }
    return [reference.name, found[0].id];
  }

  /** Unique values, validation rules and locks, in the order in which the platform comes to them. */
  private checkRules(
    object: ObjectDefinition,
    values: Readonly<Record<string, FieldValue>>,
    row: StoredRow | null,
  ): void {
    for (const field of object.fields) {
      const value = values[field.name];
      if (!field.unique || typeof value !== 'string') continue;
      const [other] = this.org
        .tableOf(object)
        .withValue(field.name, value)
        .filter((each) => each.id !== row?.id);
      if (other === undefined) continue;
      throw new WriteError(
        'DUPLICATE_VALUE',
        `duplicate value found: ${field.name} duplicates value on record with id: ${other.id.slice(0, 15)}`,
      );
    }
    const get = (name: string): FieldValue =>
      values[name] === undefined ? (row?.get(name) ?? null) : values[name];
    for (const rule of this.org.validationRulesOf(object.name)) {
      const message = rule(get);
      if (message !== null) throw new WriteError('FIELD_CUSTOM_VALIDATION_EXCEPTION', message);
    }
    if (row !== null) this.org.takeLock(row.id);
  }
}

/** The one key of an object such as `{"attributes": {…}, "LegacyId__c": "7"}`. */
function keyIn(given: unknown): readonly [field: string, value: string] {
  if (typeof given !== 'object' || given === null) return ['', ''];
  const [pair] = Object.entries(given).filter(([key]) => key !== 'attributes');
  return [pair?.[0] ?? '', textOf(pair?.[1])];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRequired(field: FieldDefinition): boolean {
  return !field.nillable && field.createable && !field.defaultedOnCreate && field.defaultValue === null;
}

function required(fields: readonly string[]): WriteError {
  return new WriteError(
    'REQUIRED_FIELD_MISSING',
    `Required fields are missing: [${fields.join(', ')}]`,
    fields,
  );
}

function ambiguous(field: FieldDefinition, value: string, rows: readonly StoredRow[]): WriteError {
  const ids = rows.map((row) => row.id).join(', ');
  return new WriteError(
    'DUPLICATE_EXTERNAL_ID',
    `${field.name}: more than one record found for external id field: [${ids}] ${value}`,
  );
}
