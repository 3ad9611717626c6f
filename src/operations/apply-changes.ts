/** What differs between a file and what is stored, and how it is written. */
import { toJob } from '../domain/draft.ts';
import { FatalError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { nextRun } from '../domain/schedule.ts';
import { isStoredAlike } from '../store/stored-alike.ts';
import type { Connection } from '../store/connection-store.ts';
import type { ConfigurationChange, Store } from '../store/store.ts';
import type { PlannedConnection, PlannedJob } from './apply-plan.ts';
import { splitSecrets } from './secret-settings.ts';

export type ConnectionChange = ConfigurationChange['connections'][number];
export type JobChange = ConfigurationChange['jobs'][number];

export interface Change<Wanted> {
  readonly name: string;
  readonly outcome: 'created' | 'changed' | 'left';
  /** Which parts changed, in words; empty unless `changed`. */
  readonly parts: readonly string[];
  readonly wanted: Wanted;
  /** For the audit log, without secrets. */
  readonly before: unknown;
  readonly after: unknown;
}

export async function connectionChange(
  store: Store,
  { id, file, stored }: PlannedConnection,
): Promise<Change<ConnectionChange>> {
  const { name, settings, placeholders, secrets } = file;
  const connector = file.connector.name;
  const wanted = { id, name, connector, settings, placeholders, secrets };
  const after = { name, connector, settings, placeholders };
  if (stored === null) return { name, outcome: 'created', parts: [], wanted, before: null, after };
  const before = shownOf(stored);
  const changedSecrets = await secretsThatDiffer(store, stored, file);
  const parts = [...differing(connectionParts, before, after), ...changedSecrets];
  return {
    name,
    outcome: parts.length === 0 ? 'left' : 'changed',
    parts,
    wanted,
    before,
    after: changedSecrets.length === 0 ? after : { ...after, changedSecrets },
  };
}

type ShownConnection = Pick<Connection, 'name' | 'connector' | 'settings' | 'placeholders'>;

function shownOf({ name, connector, settings, placeholders }: Connection): ShownConnection {
  return { name, connector, settings, placeholders };
}

/** Paths of secrets that are new, gone or others, or cannot be read any more. */
async function secretsThatDiffer(
  { connections }: Store,
  { id }: Connection,
  { secrets, connector }: PlannedConnection['file'],
): Promise<string[]> {
  const kept = await connections.secretNames(id);
  const paths = [...new Set([...kept, ...Object.keys(secrets)])];
  try {
    const settings = await connections.secretSettings(id);
    const now = new Map(Object.entries(splitSecrets(settings, connector.secretPaths).secrets));
    return paths.filter((path) => now.get(path) !== secrets[path]);
  } catch (error) {
    // The key that they were encrypted with is gone: storing them anew is what mends it.
    if (error instanceof FatalError) return paths;
    throw error;
  }
}

const connectionParts: PartsOf<ShownConnection> = {
  name: ({ name }) => name,
  connector: ({ connector }) => connector,
  settings: ({ settings }) => settings,
  placeholders: ({ placeholders }) => placeholders,
};

export function jobChange({ draft, stored }: PlannedJob, now: Date): Change<JobChange> {
  const job = toJob(draft);
  const { name } = job;
  if (stored === null) {
    const wanted = { job, nextRunAt: nextRun(job.schedule, now) };
    return { name, outcome: 'created', parts: [], wanted, before: null, after: shownJob(job) };
  }
  const parts = differing(jobParts, stored, job);
  // A schedule that stays the same goes on from where it stands.
  const isMoved = parts.includes('schedule');
  return {
    name,
    outcome: parts.length === 0 ? 'left' : 'changed',
    parts,
    wanted: { job, isThere: true, ...(isMoved ? { nextRunAt: nextRun(job.schedule, now) } : {}) },
    before: shownJob(stored),
    after: shownJob(job),
  };
}

/** For the audit log: the id is the entry's subject, and the version is the store's to count. */
export function shownJob({ id: _id, version: _version, ...rest }: Job): object {
  return rest;
}

const jobParts: PartsOf<Job> = {
  name: ({ name }) => name,
  direction: ({ direction }) => direction,
  description: ({ description }) => description,
  connection: ({ connectionId }) => connectionId,
  'source object': ({ source }) => source.object,
  filter: ({ source }) => source.filter,
  target: ({ target }) => target,
  mapping: ({ mapping }) => mapping,
  settings: ({ settings }) => settings,
  schedule: ({ schedule }) => schedule,
  notifications: ({ notify }) => notify,
};

type PartsOf<Whole> = Readonly<Record<string, (whole: Whole) => unknown>>;

function differing<Whole>(parts: PartsOf<Whole>, before: Whole, after: Whole): string[] {
  return Object.entries(parts)
    .filter(([, of]) => !isStoredAlike(of(before), of(after)))
    .map(([name]) => name);
}
