/** A link that somebody opens in their browser to make a connection, or to renew the login of one. */

export interface ConnectLink {
  readonly id: string;
  /** Who asked for it, and in whose name the connection is made. */
  readonly person: string;
  /** The connection whose login is renewed; null where a new one is made. */
  readonly connectionId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Why a link leads nowhere. */
export type LinkRefusal = 'unknown' | 'expired' | 'used' | 'other browser' | 'too many tries';

/** How long a link is good. */
export const linkLifetimeMs = 15 * 60_000;

/** A person may mistype a secret; nobody may try out secrets. */
export const maxLinkTries = 20;

/** The org behind a connection, as it was when somebody last looked. */
export interface OrgIdentity {
  readonly orgId: string;
  readonly orgName: string;
  readonly userName: string;
  /** ISO 8601 */
  readonly at: string;
}
