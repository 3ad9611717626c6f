import type { AuditFilter } from '../domain/audit.ts';
import type { DownloadLink, DownloadRefusal } from '../domain/download-link.ts';
import type { AuditEntry } from './audit-entry.ts';

export interface FoundEntries {
  /** Newest first. */
  readonly entries: readonly StoredEntry[];
  /** How many are like that, on all pages. */
  readonly total: number;
}

export interface StoredEntry extends AuditEntry {
  /** Later entries have higher ones. */
  readonly id: number;
}

export interface AuditStore {
  add(entry: AuditEntry): Promise<void>;
  /** All, newest first. */
  list(page: { limit: number; offset: number }): Promise<readonly AuditEntry[]>;
  find(filter: AuditFilter, page: { limit: number; offset: number }): Promise<FoundEntries>;
  /** Those that come next after the one with that id, newest first; null for the first ones. */
  following(filter: AuditFilter, after: number | null, limit: number): Promise<readonly StoredEntry[]>;
  /** By which they went, of those of these subjects that are gone. */
  removalsOf(subjects: readonly string[]): Promise<readonly StoredEntry[]>;
  /** Deletes at most `limit` entries that are older. Returns how many. */
  forget(before: Date, limit: number): Promise<number>;
}

/** Links to fetch a file by. Their text is nowhere, only its hash. */
export interface DownloadLinkStore {
  /** Of many links of one person the oldest go. */
  add(link: DownloadLink, tokenHash: string, audit: AuditEntry): Promise<void>;
  personOf(tokenHash: string): Promise<string | null>;
  /** The link, which is good no longer after that. */
  use(tokenHash: string, now: Date): Promise<DownloadLink | DownloadRefusal>;
  /** Deletes at most `limit` whose time is up. Returns how many. */
  forget(now: Date, limit: number): Promise<number>;
}
