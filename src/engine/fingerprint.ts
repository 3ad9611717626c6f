import { hash } from 'node:crypto';
import type { InboundJob, MappingEntry, OutboundJob } from '../domain/job.ts';

/** What of a job decides which records are read and what becomes of them, as shown to people. */
const parts = {
  connection: ({ connectionId }) => connectionId,
  object: ({ source }) => source.object.toLowerCase(),
  filter: ({ source }) => source.filter.trim(),
  mapping: ({ mapping }) => mappingOf(mapping),
  target: ({ target }) => target.object,
  // Rows that were ignored or rejected by the other setting are looked at again.
  settings: ({ settings }) => [settings.allowCreate, settings.resolveConflicts],
} as const satisfies Readonly<Record<string, (job: InboundJob) => unknown>>;

type Part = keyof typeof parts;
const partNames = Object.keys(parts) as Part[];

/** Enough to tell two versions of one job apart. */
const digestLength = 12;

/** Between what a job's records go. */
export interface Ends {
  readonly orgId: string;
  readonly hubId: string;
}

/** Changes when the records that a job brought before no longer are what it would bring now. */
export function fingerprintOf(job: InboundJob, { orgId, hubId }: Ends): string {
  const ofJob = partNames.map((name) => `${name}:${digest(parts[name](job))}`);
  return [...ofJob, `org:${digest(orgId)}`, `hub:${digest(hubId)}`].join(' ');
}

/** Changes when a run of the job would send something else, or send it elsewhere. */
export function outboundFingerprint(job: OutboundJob, { orgId, hubId }: Ends): string {
  const { connectionId, source, target, mapping } = job;
  // When it asks before it sends changes nothing of what it sends.
  const { guard: _guard, ...settings } = job.settings;
  const whole = [connectionId, source, target, mappingOf(mapping), settings, orgId, hubId];
  return digest(whole.map((part) => JSON.stringify(part)));
}

/** Neither the order of the rows nor their notes change what becomes of a record. */
function mappingOf(mapping: readonly MappingEntry[]): readonly object[] {
  return mapping
    .map(({ source, target, type = null, formats = [] }) => ({ target, source, type, formats }))
    .sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** The parts in which two fingerprints differ; all of them where the other was made by another version. */
export function changedParts(before: string, now: string): readonly string[] {
  const known = new Set(before.split(' '));
  return now
    .split(' ')
    .filter((part) => !known.has(part))
    .map((part) => part.slice(0, part.indexOf(':')));
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, digestLength);
}
