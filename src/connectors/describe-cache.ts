import type { SourceObject } from '../domain/source-schema.ts';
import type { DescribeCache, ObjectSummary } from './connector.ts';

export interface DescribeCacheLimits {
  /** Most objects kept; the one used longest ago goes first. */
  readonly maxEntries: number;
  /** A describe older than this is loaded again. */
  readonly maxAgeMs: number;
}

/** A describe is some 100 kB once parsed; an admin who changes the CRM sees it here within ten minutes. */
const defaultLimits: DescribeCacheLimits = { maxEntries: 200, maxAgeMs: 10 * 60_000 };

interface Entry<Value> {
  readonly loaded: Promise<Value>;
  readonly since: number;
}

export function createDescribeCache(
  limits: DescribeCacheLimits = defaultLimits,
  now: () => number = Date.now,
): DescribeCache {
  // A Map keeps the order of insertion: an entry that is used is put back at the end.
  const entries = new Map<string, Entry<SourceObject>>();
  let list: Entry<readonly ObjectSummary[]> | null = null;

  const isFresh = ({ since }: Entry<unknown>): boolean => now() - since < limits.maxAgeMs;

  const start = (key: string, load: () => Promise<SourceObject>): Entry<SourceObject> => {
    const entry = { loaded: load(), since: now() };
    entry.loaded.catch(() => {
      // What failed is asked for again the next time.
      if (entries.get(key) === entry) entries.delete(key);
    });
    return entry;
  };

  return {
    async get(object, load) {
      const key = object.toLowerCase();
      const known = entries.get(key);
      const entry = known && isFresh(known) ? known : start(key, load);
      entries.delete(key);
      entries.set(key, entry);
      for (const oldest of entries.keys()) {
        if (entries.size <= limits.maxEntries) break;
        entries.delete(oldest);
      }
      return await entry.loaded;
    },
    async list(load) {
      if (list !== null && isFresh(list)) return await list.loaded;
      const entry = { loaded: load(), since: now() };
      list = entry;
      entry.loaded.catch(() => {
        if (list === entry) list = null;
      });
      return await entry.loaded;
    },
    clear() {
      entries.clear();
      list = null;
    },
  };
}
