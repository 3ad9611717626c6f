/** What instances of Crosswalk agree on by way of the database. */
import type { CallRate } from '../domain/rate-limit.ts';

/** Who of several instances sees to something, for a while. */
export interface LeaseStore {
  /** True where nobody else holds it: then the holder does, up to the moment `until`. */
  take(name: string, lease: Lease, now: Date): Promise<boolean>;
  /** Takes it from whoever holds it. True where that was somebody else. */
  seize(name: string, lease: Lease, now: Date): Promise<boolean>;
  /** Those of the names that the holder holds. */
  heldBy(holder: string, names: readonly string[], now: Date): Promise<ReadonlySet<string>>;
  /** Gives it back, where the holder has it. */
  release(name: string, holder: string): Promise<void>;
  /** Deletes at most `limit` whose time is up. Returns how many. */
  forget(now: Date, limit: number): Promise<number>;
}

export interface Lease {
  readonly holder: string;
  readonly until: Date;
}

/** How often a caller may call all instances together. */
export interface CallRateStore {
  /** null where the call may go on; otherwise how many milliseconds to wait. */
  take(caller: string, now: Date, rate: CallRate): Promise<number | null>;
  /** Deletes at most `limit` callers who have not called for so long that it counts no more. Returns how many. */
  forget(now: Date, limit: number): Promise<number>;
}
