import type { ReadWindow } from '../connectors/connector.ts';
import { dayMs } from '../domain/calendar.ts';
import type { RunMode } from '../domain/run.ts';
import type { JobCursor } from '../store/job-store.ts';
import { changedParts } from './fingerprint.ts';

/**
 * Changes become visible up to some minutes after their stamp (long transactions, replication), so every window
 * begins this long before the end of the last one. What is read twice is loaded once.
 */
const lookBackMs = 10 * 60_000;

export interface ModeInput {
  readonly asked: RunMode;
  readonly cursor: JobCursor | null;
  readonly fingerprint: string;
  /** Up to when the hub holds what the job brought, by the hub's own account; null where it knows nothing of it. */
  readonly hubHoldsUntil: string | null;
  /** The object in words, and whether it has a stamp that tells when a record changed. */
  readonly object: { readonly label: string; readonly hasStamp: boolean };
  readonly crm: { readonly title: string; readonly deletedRetentionDays: number };
  /** Whether the CRM still tells what was deleted since the last sync, by whatever it tells it. */
  readonly knowsDeletions: boolean;
  /** The CRM's clock, ISO 8601 UTC. */
  readonly serverTime: string;
}

export interface DecidedMode {
  readonly mode: RunMode;
  /** Why it is not the mode that was asked for; null where it is. */
  readonly reason: string | null;
  /** null = everything. */
  readonly window: ReadWindow | null;
  /** Deletions to be applied before the read; null where they cannot be told. */
  readonly deletions: ReadWindow | null;
  /** Up to where this run reads, by the CRM's clock. */
  readonly until: string;
}

/** Incremental becomes full where changes alone would not be enough; full never becomes incremental. */
export function decideMode(input: ModeInput): DecidedMode {
  const { asked, cursor, object, crm, serverTime } = input;
  const reason = asked === 'full' ? null : whyFull(input);
  const mode = asked === 'full' || reason !== null ? 'full' : 'incremental';
  // Clocks of a service's machines differ a little, and a cursor never goes back.
  const until =
    cursor !== null && isAfter(cursor.until, serverTime) && mode === 'incremental'
      ? cursor.until
      : serverTime;
  const oldest = Date.parse(until) - crm.deletedRetentionDays * dayMs;
  const since = cursor === null ? oldest : Math.max(oldest, Date.parse(cursor.until) - lookBackMs);
  const changes = { since: iso(Math.min(since, Date.parse(until))), until };
  return {
    mode,
    reason,
    window: mode === 'full' ? null : changes,
    deletions: object.hasStamp ? changes : null,
    until,
  };
}

function whyFull(input: ModeInput): string | null {
  const { cursor, fingerprint, hubHoldsUntil, object, crm, knowsDeletions, serverTime } = input;
  if (!object.hasStamp) {
    return `${object.label} records do not say when they were changed, so all of them are read every time.`;
  }
  if (cursor === null) return "It is the job's first sync.";
  const changed = changedParts(cursor.fingerprint, fingerprint);
  if (changed.includes('hub')) return 'The hub is not the one that the last sync filled.';
  if (changed.includes('org')) return 'The connection does not lead to the org of the last sync.';
  if (changed.length > 0) return `The job's ${inWords(changed)} changed since the last sync.`;
  if (hubHoldsUntil === null || isAfter(cursor.until, hubHoldsUntil)) {
    return 'The hub does not hold what the last sync brought: an older state of it was restored.';
  }
  const since = Date.parse(cursor.until) - lookBackMs;
  const ageMs = Date.parse(serverTime) - since;
  if (ageMs < 0) return `${crm.title}'s clock stands before the time of the last sync.`;
  if (ageMs <= crm.deletedRetentionDays * dayMs) {
    return knowsDeletions ? null : `${crm.title} no longer tells what was deleted since the last sync.`;
  }
  return (
    `The last sync was ${Math.floor(ageMs / dayMs)} days ago, and ${crm.title} tells what was deleted in the last ` +
    `${crm.deletedRetentionDays} days only.`
  );
}

function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

const isAfter = (a: string, b: string): boolean => Date.parse(a) > Date.parse(b);
const iso = (ms: number): string => new Date(ms).toISOString();
