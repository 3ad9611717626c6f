import type { AttributeType, HubAttribute, HubObjectName } from '../domain/hub-object.ts';
import type { SelectDialect } from './select/dialect.ts';

/** One transaction on the hub's database. Parameters are `$1`, `$2` … and may be used more than once. */
export interface Sql {
  run(sql: string, bind?: readonly unknown[]): Promise<void>;
  rows<Row extends object>(sql: string, bind?: readonly unknown[]): Promise<Row[]>;
  /** Runs an INSERT, UPDATE or DELETE and tells how many rows it changed. */
  change(sql: string, bind?: readonly unknown[]): Promise<number>;
}

export interface HubDatabase {
  readonly dialect: Dialect;
  readonly select: SelectDialect;
  /**
   * Commits when `work` is done, rolls back when it throws. On one object one at a time, in the order of the calls
   * and over all processes: what a batch decides must still be so when it writes.
   *
   * @param object null for what belongs to a run alone.
   */
  transact<T>(object: HubObjectName | null, work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Reads what is committed; never waits for a transaction. */
  read<Row extends object>(sql: string, bind?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** What the two databases say differently. Everything else is the same SQL on both. */
export interface Dialect {
  readonly columnTypes: {
    /** Numbers itself. */
    readonly serial: string;
    readonly integer: string;
    /** Text that is compared byte by byte, as keys and ids are. */
    readonly key: string;
    readonly json: string;
    readonly moment: string;
  };
  /**
   * FROM item over a JSON array of arrays, bound as the UTF-8 bytes of `parameter`: `each.value` is a row for
   * `->>`, `position` its place in the array and `objectAt` an object in it.
   */
  readonly unpackRows: (parameter: string) => string;
  /** Said at the end of a subquery whose columns are expensive and used more than once. */
  readonly evaluatedOnce: string;
  readonly position: string;
  readonly objectAt: (place: number) => string;
  /** FROM item over a JSON array of texts; its column is `each.value`, read as text by `eachText`. */
  readonly unpackTexts: (json: string) => string;
  readonly eachText: string;
  /** FROM item over a JSON array of pairs of integers, read by `integerAt`. */
  readonly unpackPairs: (json: string) => string;
  readonly integerAt: (place: number) => string;
  /** JSON array of arrays over all rows; an empty one where there are none. */
  readonly groupArrays: (...values: readonly string[]) => string;
  /** An object with the members of `changes` put over those of `base`; null takes a member away. */
  readonly merge: (base: string, changes: string) => string;
  readonly emptyObject: string;
  /** A text member of an object, or NULL. */
  readonly member: (json: string, name: string) => string;
  /** `json` with a text member set. */
  readonly withMember: (json: string, name: string, text: string) => string;
  /** A value of the type as a column of a view. */
  readonly viewColumn: (attribute: Pick<HubAttribute, 'name' | 'type'>) => string;
  readonly createView: (name: string, select: string) => readonly string[];
  /** An empty table that only this transaction sees; `name` is what it is called in it. */
  readonly temporary: (name: string, columns: string) => readonly string[];
  /** Gives a row where there is an index of the name `$1`. */
  readonly findIndex: string;
  /** Said at the start of a transaction that looks up a batch in large tables. */
  readonly forLookups: readonly string[];
  /** How a view's cell comes back from the driver, as a value of the domain. */
  readonly readCell: (type: AttributeType, cell: unknown) => unknown;
}
