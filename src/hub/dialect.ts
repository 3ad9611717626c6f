import type { AttributeType, HubAttribute } from '../domain/hub-object.ts';

/** One transaction on the hub's database. Parameters are `$1`, `$2` … and may be used more than once. */
export interface Sql {
  run(sql: string, bind?: readonly unknown[]): Promise<void>;
  rows<Row extends object>(sql: string, bind?: readonly unknown[]): Promise<Row[]>;
  /** Runs an UPDATE or DELETE and tells how many rows it changed. */
  change(sql: string, bind?: readonly unknown[]): Promise<number>;
}

export interface HubDatabase {
  readonly dialect: Dialect;
  /** Commits when `work` is done, rolls back when it throws. */
  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Rolls back even when `work` is done: to see what it would do. */
  tryOut<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Reads what is committed; never waits for a transaction. */
  read<Row extends object>(sql: string, bind?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** What the two databases say differently. Everything else is the same SQL on both. */
export interface Dialect {
  readonly columnTypes: {
    /** Numbers itself, never reused within a table that only grows. */
    readonly serial: string;
    readonly integer: string;
    /** Text that is compared byte by byte, as keys and ids are. */
    readonly key: string;
    readonly json: string;
    readonly moment: string;
  };
  /** FROM item over a JSON array of arrays, bound as the UTF-8 bytes of `parameter`; its column is `each.value`. */
  readonly unpackBytes: (parameter: string) => string;
  /** FROM item over a JSON array of texts; its column is `each.value`, read as text by `eachText`. */
  readonly unpackTexts: (json: string) => string;
  readonly eachText: string;
  /** JSON array text of a text expression over all rows. */
  readonly groupTexts: (expression: string) => string;
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
  /** Said at the start of a transaction that looks up a batch in large tables. */
  readonly forLookups: readonly string[];
  /** Said at the start of a transaction that only one process may be in at a time. */
  readonly exclusive: readonly string[];
  /** How a view's cell comes back from the driver, as a value of the domain. */
  readonly readCell: (type: AttributeType, cell: unknown) => unknown;
}
