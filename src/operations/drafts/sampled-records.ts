import type { SourceRow } from '../../connectors/connector.ts';
import type { Sessions } from '../../engine/sessions.ts';

/** Records that a row is tried on, and the zone of the connection's user, by which formulas tell days. */
export interface SampledRecords {
  readonly records: readonly SourceRow[];
  readonly timezone: string;
}

/** Somebody who types a formula is shown samples with every letter: so long they are of the same records. */
const keptMs = 60_000;
/** Rows that are edited at the same time; ten records each. */
const maxKept = 50;

interface Kept {
  readonly since: number;
  readonly sampled: Promise<SampledRecords>;
}

/** In memory only, and as long as the CRM's sessions are. */
const keptBy = new WeakMap<Sessions, Map<string, Kept>>();

/**
 * What was sampled a moment ago, or what `load` gives. A failure is not kept.
 *
 * @param asked of which connection, object, filter and fields: another one is another key
 */
export async function sampledRecords(
  sessions: Sessions,
  asked: readonly unknown[],
  { now, load }: { readonly now: Date; readonly load: () => Promise<SampledRecords> },
): Promise<SampledRecords> {
  const kept = keptBy.get(sessions) ?? new Map<string, Kept>();
  keptBy.set(sessions, kept);
  const key = JSON.stringify(asked);
  const known = kept.get(key);
  if (known !== undefined && Math.abs(now.getTime() - known.since) < keptMs) return await known.sampled;
  const entry = { since: now.getTime(), sampled: load() };
  kept.delete(key);
  kept.set(key, entry);
  // A Map keeps the order of insertion.
  for (const oldest of kept.keys()) {
    if (kept.size <= maxKept) break;
    kept.delete(oldest);
  }
  try {
    return await entry.sampled;
  } catch (error) {
    if (kept.get(key) === entry) kept.delete(key);
    throw error;
  }
}
