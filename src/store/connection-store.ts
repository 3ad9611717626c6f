/** Connections to CRMs, and the links that they are made by, as the rest of Crosswalk sees them. */
import type { ConnectLink, LinkRefusal, OrgIdentity } from '../domain/connect-link.ts';
import type { AuditEntry } from './audit-entry.ts';

export type ConnectionState = 'connected' | 'expired' | 'failing';

export interface Connection {
  readonly id: string;
  /** Unique without letter case. */
  readonly name: string;
  readonly connector: string;
  /** Without secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Dotted settings path → the text it was given as, such as `${SF_CLIENT_ID}`; what `export` prints. */
  readonly placeholders: Readonly<Record<string, string>>;
  readonly state: ConnectionState;
  /** Why it is not connected, in words; null where it is. */
  readonly stateReason: string | null;
  /** What the CRM told last of its daily limit; absent where it told nothing. */
  readonly apiUsage?: NotedUsage;
  /** The person who connected it in their browser; null where a jobs file did. */
  readonly owner: string | null;
  /** null where nobody has looked yet. */
  readonly org: OrgIdentity | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** API requests of the org in the 24 hours before. */
export interface NotedUsage {
  readonly used: number;
  readonly limit: number;
  readonly at: Date;
}

export interface ConnectionStore {
  list(): Promise<readonly Connection[]>;
  byId(id: string): Promise<Connection | null>;
  byName(name: string): Promise<Connection | null>;
  /** Settings with the secrets put back in. @throws FatalError where the key they were encrypted with is gone. */
  secretSettings(id: string): Promise<Readonly<Record<string, unknown>>>;
  /** Dotted paths of the secrets that are kept for it. */
  secretNames(id: string): Promise<readonly string[]>;
  /** Where the login has expired it is not `failing`, for whatever else is in the way. */
  setState(id: string, state: ConnectionState, reason: string | null): Promise<void>;
  setUsage(id: string, usage: NotedUsage): Promise<void>;
  /**
   * Makes it expired, and tells its owner unless it was already; where a jobs file made it, somebody who saved a job on
   * it in Slack.
   *
   * @returns false where it was.
   */
  expire(id: string, reason: string, now: Date): Promise<boolean>;
  /** Keeps another secret in the place of `from`. @returns false where that is not the one that there is. */
  replaceSecret(id: string, path: string, change: { from: string; to: string }): Promise<boolean>;
  noteOrg(id: string, org: OrgIdentity): Promise<void>;
  /** @returns false where there is no such connection. @throws UserError `name_taken` */
  rename(id: string, name: string, now: Date, audit: AuditEntry): Promise<boolean>;
  /** With its secrets. */
  remove(id: string, audit: AuditEntry): Promise<RemovedConnection>;
}

export type RemovedConnection =
  | { readonly kind: 'removed' | 'gone' }
  /** Jobs use it, by name. */
  | { readonly kind: 'used'; readonly jobs: readonly string[] };

export interface ConnectLinkStore {
  /** @param tokenHash of what stands in the link */
  add(link: ConnectLink, tokenHash: string, audit: AuditEntry): Promise<void>;
  /** Ties the link to the browser that opens it first. */
  open(tokenHash: string, browserHash: string, now: Date): Promise<ConnectLink | LinkRefusal>;
  personOf(where: { readonly tokenHash: string } | { readonly stateHash: string }): Promise<string | null>;
  /**
   * Counts a try, and keeps what is needed when the browser comes back from the CRM; null where it is not sent there.
   */
  begin(
    id: string,
    now: Date,
    pending: { readonly stateHash: string; readonly text: string } | null,
  ): Promise<LinkRefusal | null>;
  /** What was kept, once. @throws FatalError where the key that it was encrypted with is gone */
  comeBack(
    stateHash: string,
    browserHash: string,
    now: Date,
  ): Promise<{ readonly link: ConnectLink; readonly pending: string } | LinkRefusal>;
  /** Deletes links that have expired, at most `limit`. @returns how many */
  forget(now: Date, limit: number): Promise<number>;
}
