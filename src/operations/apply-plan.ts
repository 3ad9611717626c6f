import { maxNameLength } from '../domain/draft-check.ts';
import { applyPatch } from '../domain/draft-patch.ts';
import { newDraft } from '../domain/draft.ts';
import type { JobDraft } from '../domain/draft.ts';
import { didYouMean } from '../domain/filter/filter-error.ts';
import type { Job } from '../domain/job.ts';
import { nameKey } from '../domain/name-key.ts';
import { nearestNames } from '../domain/nearest.ts';
import type { Connection } from '../store/connection-store.ts';
import type { Store } from '../store/store.ts';
import type { FileProblem } from './file-problem.ts';
import type { FileConnection } from './job-file-connection.ts';
import type { FileJob, JobFile } from './job-file.ts';

export interface PlannedConnection {
  readonly id: string;
  readonly file: FileConnection;
  /** As it is now; null where it is new. */
  readonly stored: Connection | null;
}

export interface PlannedJob {
  readonly file: FileJob;
  readonly draft: JobDraft;
  /** As it is now; null where it is new. */
  readonly stored: Job | null;
  /** Of the file, or where the file does not have it, the stored one. */
  readonly connection: PlannedConnection | Connection;
}

export interface Plan {
  readonly connections: readonly PlannedConnection[];
  readonly jobs: readonly PlannedJob[];
  readonly problems: readonly FileProblem[];
}

/** Which connections and jobs a file is about: by name, without letter case. */
export async function planFile(file: JobFile, store: Store, newId: () => string): Promise<Plan> {
  const connections = await Promise.all(
    file.connections.map(async (each): Promise<PlannedConnection> => {
      const stored = await store.connections.byName(each.name);
      return { id: stored?.id ?? newId(), file: each, stored };
    }),
  );
  const others = await store.connections.list();
  const jobs: PlannedJob[] = [];
  for (const job of file.jobs) {
    const wanted = job.document.connection;
    const connection =
      connections.find(({ file }) => isSameName(file.name, wanted)) ??
      others.find(({ name }) => isSameName(name, wanted));
    if (connection === undefined) continue;
    const stored = await store.jobs.byName(job.document.name.slice(0, maxNameLength));
    const base = { ...newDraft(stored?.id ?? newId()), version: stored?.version ?? 1 };
    const draft = applyPatch(base, { ...job.patch, connectionId: connection.id });
    jobs.push({ file: job, draft, stored, connection });
  }
  const names = [...file.connectionNames, ...others.map(({ name }) => name)];
  const problems = file.usedConnections
    .filter((used) => !names.some((name) => isSameName(name, used.name)))
    .map((used) => file.problemAt(used.path, unknownConnection(used.name, names)));
  return { connections, jobs, problems };
}

function isSameName(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}

function unknownConnection(wanted: string, names: readonly string[]): string {
  const near = nearestNames(wanted, names).map((name) => `"${name}"`);
  const hint = didYouMean(near) || ' Add it under "connections" in this file.';
  return `There is no connection "${wanted}".${hint}`;
}
