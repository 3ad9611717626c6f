import type { Connector } from '../../src/connectors/connector.ts';

/** Which fields of the CRM's object stand for what. */
export interface ContractFields {
  readonly name: string;
  readonly text: string;
  readonly number: string;
  readonly date: string;
  readonly datetime: string;
  readonly boolean: string;
  readonly list: string;
  /** The id of a parent, which is a record of the same object. */
  readonly parent: string;
}

/** Values as the contract writes them; what is not named is empty, and a boolean false. */
export type ContractRecord = Readonly<Partial<Record<keyof ContractFields, string | null>>>;

export type ContractFault =
  /** 429, with a wait of one second. */
  | 'too many requests'
  | 'unavailable'
  | 'reset'
  /** The answer ends before it is complete. */
  | 'truncated'
  | 'expired session'
  | 'daily limit'
  | 'concurrent limit'
  /** An answer that takes its time, but comes. */
  | 'slow';

/** A CRM for the contract suite: how it is filled, disturbed and looked into. */
export interface ContractOrg {
  /** With pauses short enough for tests. */
  readonly connector: Connector;
  readonly settings: unknown;
  /** Like `settings`, with a secret that is not the right one. */
  readonly wrongSettings: unknown;
  readonly wrongSecret: string;
  readonly object: string;
  /** Whether the object is not one that every org has. */
  readonly isCustom: boolean;
  /** The object's name with a slip of the pen. */
  readonly misspeltObject: string;
  readonly fields: ContractFields;
  /** The path to the parent's name. */
  readonly parentName: string;
  /** Most rows that a page holds where the set is not read in bulk. */
  readonly pageRows: number;
  /** Requests that a read of two such pages takes, in pages and in bulk: each of them is disturbed once. */
  readonly requestsOfRead: { readonly 'in pages': number; readonly 'in bulk': number };
  /** @returns ids, as the connector gives them. */
  insert(records: readonly ContractRecord[]): Promise<readonly string[]>;
  update(id: string, changes: ContractRecord): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Whether the CRM counts what is asked in a day, and refuses more. */
  readonly hasDailyLimit: boolean;
  /** null where the CRM knows no merging. */
  readonly merge: ((loser: string, winner: string) => Promise<void>) | null;
  setStamp(ids: readonly string[], stamp: string): Promise<void>;
  /** The next `times` data requests (1 by default) end so, after `after` of them went well. */
  disturb(fault: ContractFault, options?: { readonly times?: number; readonly after?: number }): void;
  /** Takes back what `disturb` asked for and has not happened. */
  calm(): void;
  /** Data requests that the CRM has seen: all but logins. */
  requests(): number;
  logins(): number;
  /** What is held open in the CRM: bulk jobs and the like. */
  heldOpen(): number;
  close(): Promise<void>;
}

/** What people type, and what breaks programs. */
export const awkwardRecords: readonly ContractRecord[] = [
  {
    name: 'ordinary',
    text: 'Acme',
    number: '12.5',
    date: '2026-02-28',
    datetime: '2026-03-01T09:30:00.000Z',
    boolean: 'true',
    list: 'a;b',
  },
  { name: 'all empty' },
  { name: 'quotes', text: `He said "it's", she said ""` },
  { name: 'line ends', text: 'one\ntwo\r\nthree' },
  { name: 'one quote', text: '"' },
  { name: 'commas', text: ',,a,' },
  { name: 'not applicable', text: 'N/A' },
  { name: 'hash not applicable', text: '#N/A' },
  { name: 'the word null', text: 'null' },
  { name: 'NUL', text: 'a\0b' },
  { name: 'emoji', text: 'A👩‍👩‍👧‍👦 family, 𝒳 and a flag 🇪🇺' },
  { name: 'CJK', text: '漢字かな交じり文 한국어' },
  { name: 'umlauts in both forms', text: 'Zu\u0308rich Zürich' },
  { name: 'byte order mark', text: '\uFEFFmarked' },
  { name: 'leading zeros', text: '000123' },
  { name: 'looks like a number', text: '1e5' },
  { name: 'looks like a datetime', text: '2026-03-01T09:30:00.000+0000' },
  { name: 'looks like a formula', text: '=1+1' },
  { name: 'backslashes', text: 'C:\\new\\table' },
  { name: 'spaces inside', text: 'a  b   c' },
  { name: 'more digits than a double', number: '123456789012345678.99' },
  { name: 'a small number', number: '0.000001' },
  { name: 'a negative number', number: '-42' },
  { name: 'zero', number: '0' },
  { name: 'leap day', date: '2024-02-29', datetime: '2024-02-29T23:59:59.000Z' },
  { name: 'long ago', date: '1700-01-01', datetime: '1999-12-31T00:00:00.000Z' },
  { name: 'one choice', list: 'a' },
];
