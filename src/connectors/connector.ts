/**
 * The contract between Crosswalk and a CRM. Every connector passes test/contracts/connector.ts.
 *
 * Values cross this line as text: a row is an array of `string | null` in the order of `Read.columns`,
 * however the CRM sent them. null and empty text are both null. Dates are `yyyy-MM-dd`, datetimes
 * `yyyy-MM-ddTHH:mm:ss.SSSZ` in UTC, booleans `true`/`false`, numbers keep their digits as sent, and
 * multi-picklists are joined by `;`.
 */
import type { Filter } from '../domain/filter/syntax.ts';
import type { SourceCells } from '../domain/mapping/row-cells.ts';
import type { RunRetry } from '../domain/run.ts';
import type { SourceObject, SourceSchema } from '../domain/source-schema.ts';
import type { Authorizing, ConnectForm } from './authorizing.ts';
import type { SourceRows } from './source-rows.ts';
import type { Write, WriteRequest } from './writing.ts';

/** The connectors there are: a new one adds its name here and itself to index.ts. */
export type ConnectorName = 'salesforce' | 'dynamics';

/** Address and secrets of one connection, as stored (secrets decrypted). Shape is the connector's own. */
export type ConnectionSettings = Readonly<Record<string, unknown>>;

/** What a login gives: enough to make calls, never the secret it was made with. Safe to hand to a worker. */
export interface CrmSession {
  readonly accessToken: string;
  /** Base address of the org, without a slash at the end. */
  readonly instanceUrl: string;
  /** Milliseconds since 1970, or null where the CRM does not say. */
  readonly expiresAtMs: number | null;
  /** The API version that the connection's settings name; absent = the connector's own. */
  readonly apiVersion?: string;
  /** The day that weeks begin with where the connection's settings name one, 1 = Monday to 7 = Sunday; absent = Monday. */
  readonly firstWeekday?: number;
}

/** One login per connection, shared by everything that uses it. */
export interface SessionSource {
  get(): Promise<CrmSession>;
  /** Called when the CRM refused `stale`; logs in again unless someone already has. */
  refresh(stale: CrmSession): Promise<CrmSession>;
}

/** What of a connector a run needs. */
export interface RunConnector {
  /** As shown to people: "Salesforce". */
  readonly title: string;
  openClient(options: CrmClientOptions): CrmClient;
}

export interface Connector extends RunConnector {
  readonly name: ConnectorName;
  /**
   * Checks the settings of a connection (an object as read from YAML).
   * @throws UserError that names the setting, what is wrong and an example.
   */
  parseSettings(settings: unknown): ConnectionSettings;
  /** Names of settings paths that are secrets, e.g. `auth.clientSecret`: encrypted at rest, never exported. */
  readonly secretPaths: readonly string[];
  /** The ways to log in that a person may choose from, the most usual one first. */
  readonly connectForms: readonly ConnectForm[];
  /** Whether it is an address of the CRM's own, or of the service that its people log in at. */
  isOwnAddress(url: URL): boolean;
  /** Whether an address that is not the CRM's own may lead into the operator's network. */
  readonly allowsPrivate: boolean;
  readonly authorizing: Authorizing;
  /** @throws UserError (wrong credentials; `loginExpired` where a person has to consent anew), RetryableError. */
  logIn(settings: ConnectionSettings, options?: LogInOptions): Promise<CrmSession>;
}

/** Told before a request is sent again, and with null when that is over. */
export type OnRetry = (retry: RunRetry | null) => void;

export interface LogInOptions {
  readonly signal?: AbortSignal;
  readonly onRetry?: OnRetry;
  /**
   * Called where the login brings a refresh token that is to be used from then on; the login waits until it is kept,
   * because the one before may be good no longer.
   */
  readonly onNewRefreshToken?: (refreshToken: string) => Promise<void>;
}

export interface CrmClientOptions {
  readonly sessions: SessionSource;
  /** Bounded cache of describes, shared by the clients of one connection in one thread. */
  readonly describeCache?: DescribeCache;
  /** Share of the daily API limit that is never used, 0 to 1. Default 0.1. */
  readonly dailyLimitReserve?: number;
  /** Sets above this size are read in bulk where the CRM has such an interface. */
  readonly bulkThresholdRows?: number;
  /** Rows asked for per bulk page. */
  readonly bulkPageRows?: number;
  /** Sets above this size are written in bulk where the CRM has such an interface. */
  readonly bulkWriteThresholdRows?: number;
  readonly onRetry?: OnRetry;
  /** Ends whatever the client asks for, also where a call takes no signal of its own. */
  readonly signal?: AbortSignal;
}

export interface DescribeCache {
  /** Returns the object's describe, loading it at most once at a time and keeping it for a bounded time. */
  get(object: string, load: () => Promise<SourceObject>): Promise<SourceObject>;
  /** The list of all objects, in the same way. */
  list(load: () => Promise<readonly ObjectSummary[]>): Promise<readonly ObjectSummary[]>;
  clear(): void;
}

export interface ObjectSummary {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly custom: boolean;
  readonly queryable: boolean;
}

export interface ConnectionIdentity {
  readonly orgId: string;
  readonly orgName: string;
  readonly userName: string;
  /** IANA name: relative dates in filters follow this zone. */
  readonly timezone: string;
  readonly apiUsage: ApiUsage | null;
}

export interface ApiUsage {
  readonly used: number;
  readonly limit: number;
}

export interface SourceQuery {
  readonly schema: SourceSchema;
  /** Field paths in the CRM's own letter case, without repeats. */
  readonly fields: readonly string[];
  /** Checked against `schema`; null = every record. */
  readonly filter: Filter | null;
}

/** Modification stamps, ISO 8601 UTC: since < stamp <= until (`since` is inclusive where it is a look-back). */
export interface ReadWindow {
  readonly since: string;
  readonly until: string;
}

export interface ReadRequest {
  readonly query: SourceQuery;
  /** null = everything (full); otherwise only records modified in the window. */
  readonly window: ReadWindow | null;
  /** A `page` of an earlier read of the same request (after a crash), or null. */
  readonly resumeFrom: ReadPosition | null;
  /** Aborts between and during calls; what the CRM holds open (bulk jobs) is closed. */
  readonly signal: AbortSignal;
}

/**
 * Code of the RetryableError with which a read refuses a position that it cannot go on from, because the CRM
 * no longer has what it leads to: forget what was read, and open the read again without a position.
 */
export const positionGone = 'position_gone';

/**
 * Codes of the RetryableErrors with which a connector gives up where the CRM cannot be reached, or takes nobody in:
 * that is no trouble of one run, and is told on the connection.
 */
export const unreachableCodes: ReadonlySet<string> = new Set([
  'network',
  'timeout',
  'unreadable_answer',
  'server_unavailable',
  'login_unavailable',
]);

/** Opaque to all but the connector; JSON. */
export type ReadPosition = { readonly [key: string]: string | number | boolean | null };

export type SourceRow = SourceCells;

export interface Read {
  /** What the rows hold: the query's fields, then whatever else the connector needs (id and stamp at least). */
  readonly columns: readonly string[];
  /** Index of the record id in `columns`; for Salesforce always the 18-character form. */
  readonly idColumn: number;
  /** Index of the modification stamp; -1 where the object has none. */
  readonly stampColumn: number;
  /** Rows that the CRM counted before the read; the read itself may bring a few more or fewer. */
  readonly expectedRows: number;
  /** How it is read, as shown to people: "REST", "Bulk API 2.0". */
  readonly method: string;
  /** Where another attempt finds what this read has begun in the CRM (a bulk query); absent where there is nothing. */
  readonly begun?: ReadPosition;
  readonly batches: AsyncIterable<ReadBatch>;
}

/**
 * A piece of a page. Pages are the unit of resuming: after a crash the read is opened again at the `page` of
 * the last batch that was loaded. Either a page comes again with the same rows in the same order (bulk
 * results, which do not change), or it is a single batch (live queries, resumed by key), so that skipping the
 * rows already loaded is always right.
 */
export interface ReadBatch {
  readonly rows: SourceRows;
  /** The same rows as they came, as CSV with "\n" line ends and without a header; null where they came otherwise. */
  readonly csv: Uint8Array | null;
  /** Where the page begins. */
  readonly page: ReadPosition;
  /** On the page's last batch: where the next page begins, or 'end'. Otherwise null. */
  readonly next: ReadPosition | 'end' | null;
}

/**
 * Where deletions are told from, in a CRM that tells them since a moment that it was asked to remember and not by
 * their times. Opaque to all but the connector.
 */
export type DeletionMark = string;

export interface DeletedRequest {
  readonly object: string;
  readonly window: ReadWindow;
  /** That of the last sync; null where there is none, and only what the CRM tells by times is read. */
  readonly mark: DeletionMark | null;
  readonly signal: AbortSignal;
}

export interface DeletedBatch {
  readonly records: readonly DeletedRecord[];
  /** Where the next reading begins; on the last batch of a reading by a mark. */
  readonly nextMark: DeletionMark | null;
}

export interface DeletedRecord {
  readonly id: string;
  /** The record it was merged into, or null. */
  readonly mergedInto: string | null;
}

export interface CrmClient {
  identify(): Promise<ConnectionIdentity>;
  /** The service's clock, ISO 8601 UTC: bounds of windows never depend on this machine's. */
  serverTime(): Promise<string>;
  /** As the describe cache has it. */
  listObjects(): Promise<readonly ObjectSummary[]>;
  /**
   * The object with the parents that `paths` lead over. Paths that lead nowhere are no error here: the
   * schema's `field()` tells.
   * @throws UserError where the object does not exist or may not be read, with the nearest names.
   */
  loadSchema(object: string, paths: Iterable<string>): Promise<SourceSchema>;
  /**
   * Whether the CRM's query language can say it: asked when a job is made and before a run, so that nobody learns of
   * it in the night.
   *
   * @param filter checked against `schema`.
   * @throws UserError that names the position and what to write instead.
   */
  checkFilter(filter: Filter, schema: SourceSchema): void;
  count(query: SourceQuery, window: ReadWindow | null, signal?: AbortSignal): Promise<number>;
  /** The first rows, in the order of `query.fields`. */
  preview(query: SourceQuery, limit: number, signal?: AbortSignal): Promise<readonly SourceRow[]>;
  /** @throws RetryableError `positionGone`, here or from the first batch, where `resumeFrom` leads nowhere. */
  openRead(request: ReadRequest): Promise<Read>;
  /**
   * Records deleted or merged away in the window, or since the mark, whatever the job's filter; batches of at most
   * 2,000.
   */
  readDeleted(request: DeletedRequest): AsyncIterable<DeletedBatch>;
  /**
   * Has the CRM remember this moment, so that a later reading begins here.
   *
   * @returns null where `readDeleted` needs no mark, or nothing tells of the object's deletions but a full sync.
   */
  markDeletions(object: SourceObject, signal: AbortSignal): Promise<DeletionMark | null>;
  /** Whether the CRM still tells what was deleted since: where it does not, only a full sync does. */
  knowsDeletions(object: SourceObject, mark: DeletionMark | null, signal: AbortSignal): Promise<boolean>;
  /** As the latest answer told; null before the first one, and where the CRM tells no such limit. */
  apiUsage(): ApiUsage | null;
  /** @throws UserError where records of the object cannot be written in the way that is asked for. */
  openWrite(request: WriteRequest): Promise<Write>;
  /** How far back deletions can be read; an older cursor needs a full sync. Days. */
  readonly deletedRetentionDays: number;
  /** Field whose stamp an incremental read of this object follows, or null where it has none. */
  cursorField(object: SourceObject): string | null;
  close(): Promise<void>;
}
