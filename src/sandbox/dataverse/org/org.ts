/** The org's records, and what a person, a flow or a batch job would do to them. */
import { columnOf } from '../schema/column.ts';
import type { Column, ColumnInput, Derivation, Value } from '../schema/column.ts';
import { Schema } from '../schema/schema.ts';
import { customTable } from '../schema/table-definition.ts';
import type { CustomTable, TableDefinition } from '../schema/table-definition.ts';
import { insertFirstRecords } from './first-records.ts';
import type { FirstRecordsOptions } from './first-records.ts';
import { momentText, storedValue } from './given-values.ts';
import type { GivenRecord } from './given-values.ts';
import { readGuid } from './guid.ts';
import type { RecordSource, Row } from './row.ts';
import { StoredRow } from './row.ts';
import { withBothStates } from './state-and-status.ts';
import { Table } from './table.ts';
import { WriteRules } from './write-rules.ts';
import type { ValidationRule } from './write-rules.ts';

export interface InsertOptions {
  /** Queries do not see the records before: a transaction that commits late, with an earlier stamp. */
  readonly visibleAt?: Date | string;
}

export interface OrgOptions extends FirstRecordsOptions {
  readonly now: () => number;
}

export class Org {
  readonly schema = new Schema();
  readonly rules = new WriteRules();
  /** Id of the organization. */
  readonly id: string;
  /** Id of the user in whose name the API is called. */
  readonly userId: string;
  private readonly now: () => number;
  private readonly tables = new Map<string, Table>();
  private lastVersion = 1_000;
  /** Delta links made before lead nowhere any more: set by a change of the metadata. */
  private trackedSince = 0;

  constructor(options: OrgOptions) {
    this.now = options.now;
    this.userId = this.tableOf('systemuser').nextId();
    this.id = insertFirstRecords((table, records) => this.insert(table, records), this.userId, options);
  }

  /**
   * Defines a table of a test's own (or again, with other columns).
   * @param source gives its records, where they are too many to hold.
   */
  define(table: CustomTable, source: RecordSource | null = null): TableDefinition {
    const objectTypeCode = this.schema.find(table.logicalName)?.objectTypeCode ?? this.schema.takeTypeCode();
    const definition = customTable(table, objectTypeCode);
    this.schema.set(definition);
    if (source !== null) this.useSource(table.logicalName, source);
    return definition;
  }

  /** Has a source give the records of a table that is there already. */
  useSource(table: string, source: RecordSource): void {
    this.tables.set(table, new Table(table, this.schema.table(table).objectTypeCode, source));
  }

  addColumn(table: string, column: ColumnInput): void {
    this.schema.setColumn(table, columnOf(column));
    this.forgetChanges();
  }

  /** Deletes a column, or hides it from the user: the metadata does not tell the two apart. */
  removeColumn(table: string, column: string): void {
    this.schema.removeColumn(table, column);
    this.forgetChanges();
  }

  /** Changes a calculated column: all its values may change, and no stamp and no version does. */
  setCalculation(table: string, column: string, derive: Derivation): void {
    const found = this.schema.table(table).byName.get(column);
    if (found === undefined) throw new Error(`${table} has no column ${column}.`);
    this.schema.setColumn(table, { ...found, derive });
  }

  trackChanges(table: string, tracksChanges: boolean): void {
    this.schema.change(table, { tracksChanges });
  }

  /** Delta links made before are refused, as after 30 days or a change of the metadata. */
  forgetChanges(): void {
    this.trackedSince = this.lastVersion + 1;
  }

  isTracked(version: number): boolean {
    return version >= this.trackedSince;
  }

  /** @returns ids, in the order of the records. */
  insert(table: string, records: readonly GivenRecord[], options: InsertOptions = {}): string[] {
    const definition = this.schema.table(table);
    const visibleAtMs = options.visibleAt === undefined ? 0 : new Date(options.visibleAt).getTime();
    return records.map((given) =>
      this.put(definition, null, this.storedValues(definition, given), visibleAtMs),
    );
  }

  update(table: string, id: string, changes: GivenRecord): void {
    const definition = this.schema.table(table);
    this.put(definition, this.mustFind(table, id), this.storedValues(definition, changes));
  }

  /** For good: a delta link tells of it, and nothing else does. */
  remove(table: string, ids: readonly string[]): void {
    for (const id of ids) this.tableOf(table).remove(this.mustFind(table, id).id, this.nextVersion());
  }

  /** The loser becomes inactive and names the winner; what pointed to the loser points to the winner. */
  merge(table: string, loser: string, winner: string): void {
    const [lost, kept] = [this.mustFind(table, loser).id, this.mustFind(table, winner).id];
    const lostText = `${table}/${lost}`;
    for (const definition of this.schema.all()) {
      for (const column of definition.columns) {
        if (column.derive !== null || !column.targets.some((target) => target.table === table)) continue;
        for (const row of this.tableOf(definition.logicalName).all()) {
          if (row.get(column.logicalName) !== lostText) continue;
          this.put(definition, row, { [column.logicalName]: `${table}/${kept}` });
        }
      }
    }
    this.update(table, lost, { masterid: kept, merged: true, statecode: 1, statuscode: 2 });
  }

  /** Gives the records another `modifiedon`, as an import can. */
  setStamp(table: string, ids: readonly string[], stamp: Date | string): void {
    const modifiedon = momentText(new Date(stamp).getTime());
    for (const id of ids) this.put(this.schema.table(table), this.mustFind(table, id), { modifiedon });
  }

  /** The records that are there, with calculated columns, by logical names. */
  records(table: string): Readonly<Record<string, Value>>[] {
    return this.tableOf(table)
      .all()
      .map((row) => this.valuesOf(row));
  }

  record(table: string, id: string): Readonly<Record<string, Value>> | undefined {
    const row = this.tableOf(table).stored(readGuid(id) ?? '');
    return row === undefined ? undefined : this.valuesOf(row);
  }

  /** Reads any column of a row, calculated ones too. */
  read(row: Row, column: Column): Value {
    if (column.derive !== null) return column.derive((name) => this.readNamed(row, name));
    if (column.logicalName === 'versionnumber') return String(row.version);
    return row.get(column.logicalName);
  }

  tableOf(name: string): Table {
    let table = this.tables.get(name);
    if (table === undefined) {
      table = new Table(name, this.schema.table(name).objectTypeCode);
      this.tables.set(name, table);
    }
    return table;
  }

  /** The record that a lookup leads to, or null. */
  follow(reference: { readonly table: string; readonly id: string } | null): Row | null {
    if (reference === null || this.schema.find(reference.table) === undefined) return null;
    return this.tableOf(reference.table).find(reference.id, this.now());
  }

  /** Every change up to this version can be seen: a transaction that commits late holds it back. */
  visibleVersion(table: string): number {
    const hidden = this.tableOf(table).firstHidden(this.now());
    return hidden === null ? this.lastVersion : hidden - 1;
  }

  get nowMs(): number {
    return this.now();
  }

  addValidationRule(table: string, rule: ValidationRule): void {
    this.rules.add(table, rule);
  }

  /** The next `times` changes of the record over the API meet a deadlock. */
  lock(table: string, id: string, times = 1): void {
    this.rules.lock(this.mustFind(table, id).id, times);
  }

  /** Does all of `act` or, where it throws, none of it. */
  transaction<T>(act: () => T): T {
    const tables = this.schema.all().map((table) => this.tableOf(table.logicalName));
    return tables.reduce<() => T>((rest, table) => () => table.transaction(rest), act)();
  }

  /** Stores values that are checked, over those that stand there. @returns the record's id. */
  put(
    definition: TableDefinition,
    row: StoredRow | null,
    given: Readonly<Record<string, Value>>,
    visibleAtMs = row?.visibleAtMs ?? 0,
  ): string {
    const table = this.tableOf(definition.logicalName);
    const at = momentText(this.now());
    const user = `systemuser/${this.userId}`;
    const values = withBothStates(definition, given);
    const stamps: Record<string, Value> = { modifiedon: values['createdon'] ?? at, modifiedby: user };
    const first =
      row === null ? { ...this.defaultsOf(definition), createdon: at, createdby: user } : row.values;
    const stored: Record<string, Value> = { ...first, ...stamps, ...values };
    const id = row?.id ?? readGuid(String(values[definition.primaryId] ?? '')) ?? table.nextId();
    stored[definition.primaryId] = id;
    table.put(new StoredRow(definition.logicalName, id, stored, this.nextVersion(), visibleAtMs));
    return id;
  }

  nextVersion(): number {
    this.lastVersion += 1;
    return this.lastVersion;
  }

  private readNamed(row: Row, name: string): Value {
    const column = this.schema.table(row.table).byName.get(name);
    return column === undefined ? null : this.read(row, column);
  }

  private valuesOf(row: Row): Record<string, Value> {
    const { columns } = this.schema.table(row.table);
    return Object.fromEntries(
      columns.filter((each) => each.readable).map((each) => [each.logicalName, this.read(row, each)]),
    );
  }

  private defaultsOf({ columns, byName }: TableDefinition): Record<string, Value> {
    const defaults = Object.fromEntries(
      columns
        .filter((column) => column.defaultValue !== null)
        .map((column) => [column.logicalName, column.defaultValue]),
    );
    return byName.has('ownerid') ? { ...defaults, ownerid: `systemuser/${this.userId}` } : defaults;
  }

  private storedValues({ logicalName, byName }: TableDefinition, given: GivenRecord): Record<string, Value> {
    return Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        const column = byName.get(name);
        if (column === undefined || column.derive !== null)
          throw new Error(`${logicalName} has no column ${name} that could be given.`);
        return [name, storedValue(column, value)];
      }),
    );
  }

  private mustFind(table: string, id: string): StoredRow {
    const row = this.tableOf(table).stored(readGuid(id) ?? '');
    if (row === undefined) throw new Error(`There is no ${table} ${id}.`);
    return row;
  }
}
