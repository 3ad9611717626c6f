import { FatalError } from '../domain/errors.ts';
import { guardOf } from '../domain/guard.ts';
import type { GuardRule } from '../domain/guard.ts';
import { hubObjectOf } from '../domain/job-ends.ts';
import type { Job, OutboundJob } from '../domain/job.ts';
import type { Run } from '../domain/run.ts';
import type { Hub } from '../hub/hub.ts';
import type { Store } from '../store/store.ts';
import { sourcePaths } from '../domain/mapping/source-paths.ts';
import { rejectedIds } from './rejected-ids.ts';
import type { FilledAttribute, RunSpec } from './run-host.ts';
import type { Sessions } from './sessions.ts';

/** What of the main thread a run makes use of. */
export interface RunServices {
  readonly store: Store;
  readonly hub: Hub;
  readonly sessions: Sessions;
  /** Absolute path of the folder for run files. */
  readonly dataDir: string;
}

/** @throws FatalError where job or connection are gone, or of a kind that is not known. */
export async function loadRunSpec(
  run: Run,
  { store, hub, sessions, dataDir }: RunServices,
): Promise<RunSpec> {
  const job = await store.jobs.byId(run.jobId);
  if (job === null) {
    throw new FatalError(
      'The job was deleted after this run was queued. Create it again if that was a mistake.',
      { code: 'unknown_job' },
    );
  }
  const { name: connector, allowsPrivate } = await sessions.connectorOf(job.connectionId);
  const common = {
    run,
    connector,
    allowsPrivate,
    attributes: await hub.attributes(hubObjectOf(job)),
    checkpoint: await hub.takeCheckpoint(run.id, run.attempt),
    dataDir,
    guard: guardOfRun(run, job),
  };
  if (job.direction === 'outbound') {
    const filled = filledBy(await store.jobs.list(), job);
    return { ...common, direction: 'outbound', job, hub: { id: hub.id }, filled };
  }
  return {
    ...common,
    direction: 'inbound',
    job,
    cursor: await store.jobs.cursor(job.id),
    only: await onlyOf(run, store, dataDir),
    hub: { id: hub.id, syncedUntil: await hub.syncedUntil(job.id) },
  };
}

/**
 * What writes nothing needs none. Rejected rows were picked by somebody. What a rebuild does cannot be seen before it has
 * dropped the matches, and that was confirmed by an admin.
 */
function guardOfRun({ dryRun, rebuild, retryOf }: Run, { settings }: Job): GuardRule | null {
  return dryRun || rebuild === true || retryOf !== undefined ? null : guardOf(settings.guard);
}

async function onlyOf({ retryOf }: Run, { runs }: Store, dataDir: string): Promise<readonly string[] | null> {
  if (retryOf === undefined) return null;
  const earlier = await runs.byId(retryOf);
  if (earlier !== null) return await rejectedIds(earlier, dataDir);
  throw new FatalError(
    'The run whose rejected rows were to be tried again was deleted. Run a full sync of the job, which reads them too.',
    {
      code: 'unknown_run',
    },
  );
}

/** What inbound jobs of the pair make of the CRM's fields. */
function filledBy(jobs: readonly Job[], { connectionId, source, target }: OutboundJob): FilledAttribute[] {
  return jobs.flatMap((each) => {
    const isOfPair =
      each.direction === 'inbound' &&
      each.connectionId === connectionId &&
      each.target.object === source.object &&
      each.source.object.toLowerCase() === target.object.toLowerCase();
    if (!isOfPair) return [];
    return each.mapping.flatMap((entry) =>
      sourcePaths([entry]).map((field) => ({
        field,
        attribute: entry.target,
        isPlain: entry.source.kind === 'field',
      })),
    );
  });
}
