import { FatalError } from '../domain/errors.ts';
import type { Run } from '../domain/run.ts';
import type { Hub } from '../hub/hub.ts';
import type { Store } from '../store/store.ts';
import type { RunSpec } from './run-host.ts';
import type { Sessions } from './sessions.ts';

/** What of the main thread a run makes use of. */
export interface RunServices {
  readonly store: Store;
  readonly hub: Hub;
  readonly sessions: Sessions;
  /** Absolute path of the folder for run files. */
  readonly dataDir: string;
}

/** @throws FatalError where job or connection are gone, or of a kind that cannot be run. */
export async function loadRunSpec(
  run: Run,
  { store, hub, sessions, dataDir }: RunServices,
): Promise<RunSpec> {
  const job = await store.jobs.byId(run.jobId);
  if (job === null) {
    throw new FatalError('The job was deleted after this run was queued.', { code: 'unknown_job' });
  }
  if (job.direction !== 'inbound') {
    throw new FatalError(`Job "${job.name}" sends data to the CRM, which this version cannot do yet.`, {
      code: 'outbound_job',
    });
  }
  return {
    run,
    job,
    connector: (await sessions.connectorOf(job.connectionId)).name,
    attributes: await hub.attributes(job.target.object),
    cursor: await store.jobs.cursor(job.id),
    hub: { id: hub.id, syncedUntil: await hub.syncedUntil(job.id) },
    checkpoint: await hub.takeCheckpoint(run.id, run.attempt),
    dataDir,
  };
}
