/** A link by which one file is fetched in a browser, once. */
import type { AuditFilter } from './audit.ts';

/** For long enough to press it, and no longer. */
export const downloadLifetimeMs = 5 * 60_000;

export interface DownloadLink {
  readonly id: string;
  /** Who asked for it, and in whose name it is fetched. */
  readonly person: string;
  /** Which entries of the audit log the file is to have. */
  readonly filter: AuditFilter;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type DownloadRefusal = 'unknown' | 'expired' | 'used';
