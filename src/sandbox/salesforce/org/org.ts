/** The org's records, and what a person, a flow or a batch job would do to them. */
import { fieldDefinition } from '../schema/field-definition.ts';
import type { Derivation, FieldDefinition, FieldInput, FieldValue } from '../schema/field-definition.ts';
import { customObject } from '../schema/object-definition.ts';
import type { CustomObject, ObjectDefinition } from '../schema/object-definition.ts';
import { Schema } from '../schema/schema.ts';
import { storedValue } from './field-values.ts';
import type { GivenRecord } from './field-values.ts';
import { integrationUser, organization } from './first-records.ts';
import type { FirstRecordsOptions } from './first-records.ts';
import { readId } from './record-ids.ts';
import { RowRules } from './row-rules.ts';
import type { ValidationRule } from './row-rules.ts';
import type { RecordSource, Row } from './row.ts';
import { StoredRow } from './row.ts';
import { Table } from './table.ts';
import type { Scan } from './table.ts';

export interface InsertOptions {
  /** Queries do not see the records before: a transaction that commits late, with an earlier stamp. */
  readonly visibleAt?: Date | string;
}

export interface OrgOptions extends FirstRecordsOptions {
  readonly now: () => number;
}

export class Org {
  readonly schema = new Schema();
  readonly id: string;
  /** Id of the user in whose name the API is called. */
  readonly userId: string;
  private readonly now: () => number;
  private readonly tables = new Map<string, Table>();
  private readonly rules = new RowRules();

  constructor(options: OrgOptions) {
    this.now = options.now;
    // The user exists before anything has an owner, so its own id stands in its audit fields.
    this.userId = this.tableOf(this.schema.object('User')).nextId();
    this.insert('User', [integrationUser(this.userId, options)]);
    const [id = ''] = this.insert('Organization', [organization(options)]);
    this.id = id;
  }

  /**
   * Defines an object of a test's own (or again, with other fields), with a name, an owner and audit fields.
   * @param source gives its records, where they are too many to hold.
   */
  define(object: CustomObject, source: RecordSource | null = null): void {
    const keyPrefix = this.schema.find(object.name)?.keyPrefix ?? this.schema.nextKeyPrefix();
    this.schema.set(customObject(object, keyPrefix));
    if (source === null) this.tableOf(this.schema.object(object.name));
    else this.tables.set(object.name, new Table(object.name, keyPrefix, source));
  }

  /** Has a source give the records of an object that is there already. */
  useSource(object: string, source: RecordSource): void {
    const { name, keyPrefix } = this.schema.object(object);
    this.tables.set(name, new Table(name, keyPrefix ?? '', source));
  }

  addField(object: string, field: FieldInput): void {
    this.schema.setField(object, fieldDefinition(field));
  }

  hideField(object: string, field: string): void {
    this.schema.hideField(object, field);
  }

  /** Changes a formula: all its values may change, and no stamp does. */
  setFormula(object: string, field: string, derive: Derivation): void {
    this.schema.setField(object, { ...this.schema.field(object, field), derive });
  }

  /** A rule that every row written over the API has to pass. */
  addValidationRule(object: string, rule: ValidationRule): void {
    this.rules.add(this.schema.object(object).name, rule);
  }

  validationRulesOf(object: string): readonly ValidationRule[] {
    return this.rules.of(object);
  }

  /** The next `times` changes of the record over the API find it locked by another one. */
  lock(object: string, id: string, times = 1): void {
    this.rules.lock(this.mustFind(object, id).id, times);
  }

  /** @throws WriteError where the record is locked. */
  takeLock(id: string): void {
    this.rules.takeLock(id);
  }

  /** Does all of `act` or, where it returns false, none of it. */
  transaction(act: () => boolean): void {
    const tables = [...this.tables.values()];
    const within = (index: number): boolean => {
      const table = tables[index];
      if (table === undefined) return act();
      let isKept = false;
      table.transaction(() => {
        isKept = within(index + 1);
        return isKept;
      });
      return isKept;
    };
    within(0);
  }

  /** @returns ids of 18 characters, in the order of the values. */
  insert(object: string, values: readonly GivenRecord[], options: InsertOptions = {}): string[] {
    const definition = this.schema.object(object);
    const table = this.tableOf(definition);
    const at = this.stamp();
    const visibleAtMs = options.visibleAt === undefined ? 0 : new Date(options.visibleAt).getTime();
    const defaults = this.defaultsOf(definition, at);
    return values.map((record) => {
      const given = this.storedValues(definition, record);
      const stored: Record<string, FieldValue> = { ...defaults, ...given };
      stored['Id'] ??= table.nextId();
      for (const stamp of ['LastModifiedDate', 'SystemModstamp']) {
        // A record that is said to come from another day was last touched then too.
        if (stored[stamp] === at && given['CreatedDate'] !== undefined)
          stored[stamp] = stored['CreatedDate'] ?? at;
      }
      const after = (field: string): FieldValue => stored[field] ?? null;
      const changedAt = String(stored['LastModifiedDate'] ?? at);
      const change = { given, before: null, after, at: changedAt, find: this.findReferred };
      Object.assign(stored, definition.implied?.(change), given);
      const row = new StoredRow(definition.name, stored, visibleAtMs, null);
      table.put(row);
      return row.id;
    });
  }

  update(object: string, id: string, values: GivenRecord): void {
    const at = this.stamp();
    const stamps = { LastModifiedDate: at, SystemModstamp: at, LastModifiedById: this.userId };
    this.replace(object, id, (row) => {
      const definition = this.schema.object(row.object);
      const given = this.storedValues(definition, values);
      const before = (field: string): FieldValue => row.get(field);
      const after = (field: string): FieldValue =>
        given[field] === undefined ? row.get(field) : (given[field] ?? null);
      return {
        ...stamps,
        ...definition.implied?.({ given, before, after, at, find: this.findReferred }),
        ...given,
      };
    });
  }

  /** Into the recycle bin: `queryAll` still gives them. */
  remove(object: string, ids: readonly string[]): void {
    const at = this.stamp();
    const changes = { IsDeleted: true, LastModifiedDate: at, SystemModstamp: at };
    for (const id of ids) this.replace(object, id, () => changes, at);
  }

  undelete(object: string, ids: readonly string[]): void {
    const at = this.stamp();
    const changes = { IsDeleted: false, MasterRecordId: null, LastModifiedDate: at, SystemModstamp: at };
    for (const id of ids) this.replace(object, id, () => changes, null);
  }

  /** Hard delete: gone without a trace. */
  purge(object: string, ids: readonly string[]): void {
    const table = this.tableOf(this.schema.object(object));
    for (const id of ids) table.purge(this.mustFind(object, id).id);
  }

  /** The loser is deleted and names the winner; what pointed to the loser points to the winner. */
  merge(object: string, loser: string, winner: string): void {
    const definition = this.schema.object(object);
    if (!definition.mergeable) throw new Error(`Records of ${object} cannot be merged.`);
    const lost = this.mustFind(object, loser).id;
    const kept = this.mustFind(object, winner).id;
    const at = this.stamp();
    this.replace(
      object,
      lost,
      () => ({ IsDeleted: true, MasterRecordId: kept, LastModifiedDate: at, SystemModstamp: at }),
      at,
    );
    this.update(object, kept, {});
    for (const child of this.schema.all()) {
      for (const field of child.fields) {
        if (field.name === 'MasterRecordId' || !field.referenceTo.includes(definition.name)) continue;
        for (const row of this.tableOf(child).snapshot()) {
          if (row.deletedAt === null && row.get(field.name) === lost)
            this.update(child.name, row.id, { [field.name]: kept });
        }
      }
    }
  }

  /** When the records were last modified and, where they are deleted, when that was. */
  setStamp(object: string, ids: readonly string[], iso: string): void {
    const stamp = new Date(iso).toISOString();
    const changes = { LastModifiedDate: stamp, SystemModstamp: stamp };
    for (const id of ids) {
      const isDeleted = this.mustFind(object, id).deletedAt !== null;
      this.replace(object, id, () => changes, isDeleted ? stamp : null);
    }
  }

  /** Records that are not deleted, visible or not. */
  count(object: string): number {
    const table = this.tableOf(this.schema.object(object));
    if (table.source !== null) return table.source.count;
    let count = 0;
    for (const row of table.all()) if (row.deletedAt === null) count += 1;
    return count;
  }

  /** What is stored of the records that are not deleted, visible or not. */
  records(object: string): Readonly<Record<string, FieldValue>>[] {
    return this.tableOf(this.schema.object(object))
      .snapshot()
      .filter((row) => row.deletedAt === null)
      .map((row) => row.values);
  }

  /** A record that is not deleted, or null. */
  record(object: string, id: string): Readonly<Record<string, FieldValue>> | null {
    const found = this.tableOf(this.schema.object(object)).stored(readId(id) ?? '');
    return found === undefined || found.deletedAt !== null ? null : found.values;
  }

  tableOf(object: ObjectDefinition): Table {
    let table = this.tables.get(object.name);
    if (table === undefined) {
      table = new Table(object.name, object.keyPrefix ?? '', null);
      this.tables.set(object.name, table);
    }
    return table;
  }

  /** The record of any object that an id names, or null. */
  findAny(id: string, scan: Scan): Row | null {
    const object = this.schema.byPrefix(id);
    return object === undefined ? null : this.tableOf(object).find(id, scan);
  }

  /** Gives the value of a field, calculated ones included. */
  reader(field: FieldDefinition): (row: Row) => FieldValue {
    const { name, derive, type } = field;
    if (derive !== null) return (row) => derive((other) => row.get(other));
    // A checkbox is never empty, also where a source says nothing of it.
    if (type === 'boolean') return (row) => row.get(name) ?? false;
    return (row) => row.get(name);
  }

  /** The org's time, to the second as Salesforce stamps it. */
  stamp(): string {
    return new Date(Math.floor(this.now() / 1000) * 1000).toISOString();
  }

  private defaultsOf(definition: ObjectDefinition, at: string): Record<string, FieldValue> {
    const given: Readonly<Record<string, FieldValue>> = {
      CreatedDate: at,
      LastModifiedDate: at,
      SystemModstamp: at,
      CreatedById: this.userId,
      LastModifiedById: this.userId,
      OwnerId: this.userId,
    };
    const defaults: Record<string, FieldValue> = {};
    for (const field of definition.fields) {
      const value = given[field.name] ?? field.defaultValue;
      if (value !== null) defaults[field.name] = value;
    }
    return defaults;
  }

  private storedValues(definition: ObjectDefinition, given: GivenRecord): Record<string, FieldValue> {
    const stored: Record<string, FieldValue> = {};
    for (const [name, value] of Object.entries(given)) {
      const field = this.schema.field(definition.name, name);
      if (field.derive !== null || field.type === 'address') {
        throw new Error(`${definition.name}.${field.name} is made from other fields and cannot be set.`);
      }
      stored[field.name] = storedValue(field, value);
    }
    return stored;
  }

  private readonly findReferred = (id: FieldValue): Row | null =>
    typeof id === 'string' ? this.findAny(id, { nowMs: this.now(), includeDeleted: false }) : null;

  private replace(
    object: string,
    id: string,
    changes: (row: StoredRow) => Readonly<Record<string, FieldValue>>,
    deletedAt?: string | null,
  ): void {
    const row = this.mustFind(object, id);
    const values = { ...row.values, ...changes(row), Id: row.id };
    const deleted = deletedAt === undefined ? row.deletedAt : deletedAt;
    this.tableOf(this.schema.object(object)).put(new StoredRow(row.object, values, row.visibleAtMs, deleted));
  }

  private mustFind(object: string, id: string): StoredRow {
    const row = this.tableOf(this.schema.object(object)).stored(readId(id) ?? '');
    if (row === undefined) throw new Error(`${object} has no record ${id}.`);
    return row;
  }
}
