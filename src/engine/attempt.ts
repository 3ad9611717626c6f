import type { DeletionMark, Read } from '../connectors/connector.ts';
import { zeroCounts } from '../domain/run.ts';
import type { LoadTarget } from '../hub/hub.ts';
import type { JobCursor } from '../store/store.ts';
import { fingerprintOf } from './fingerprint.ts';
import { createLoader } from './loader.ts';
import type { Loader } from './loader.ts';
import { makePlan } from './make-plan.ts';
import { refuseAllRejected } from './outcome.ts';
import { prepareRun } from './prepare.ts';
import type { PreparedRun } from './prepare.ts';
import { readRows } from './read-rows.ts';
import type { RowsRead } from './read-rows.ts';
import { openRunFiles } from './run-files.ts';
import type { OpenRunFiles } from './run-files.ts';
import { beginAgain } from './attempts.ts';
import type { Attempt, AttemptsOptions } from './attempts.ts';
import type { InboundSpec } from './run-host.ts';
import { isSameLayout, layoutOf } from './run-position.ts';
import type { ReadProgress, RunPlan, RunPosition } from './run-position.ts';
import { noUnwrittenRejects, recoverRejects } from './unwritten-rejects.ts';

export interface AttemptOptions extends AttemptsOptions<InboundSpec> {
  /** null = from the beginning. */
  readonly resumed: RunPosition | null;
}

export function createAttempt(options: AttemptOptions): Attempt {
  const { spec, host, client, stop, now, resumed } = options;
  const { run, job, cursor, dataDir } = spec;
  const checkpoint = resumed === null ? null : spec.checkpoint;
  const earlier = resumed?.read ?? null;
  let loader: Loader | null = null;
  let files: OpenRunFiles | null = null;
  /** Where the next run reads deletions from, as this one was told. */
  let nextMark: DeletionMark | null = null;

  async function execute(): Promise<JobCursor | null> {
    // First of all: whatever ends this attempt, the files are whole.
    if (earlier !== null) files = openRunFiles(dataDir, run, earlier);
    host.reportProgress({ phase: 'counting', expectedRows: earlier?.expectedRows ?? null });
    // The same moment for every attempt, so that formulas which ask for the time give the same values.
    const prepared = await stop.race(prepareRun(spec, client, run.startedAt ?? now()));
    const fingerprint = fingerprintOf(job, { orgId: prepared.orgId, hubId: spec.hub.id });
    if (resumed !== null && resumed.plan.fingerprint !== fingerprint)
      throw beginAgain('The job or its org changed.');
    const plan = resumed?.plan ?? (await stop.race(makePlan(options, prepared.object, fingerprint)));
    if (!run.dryRun && prepared.newAttributes.length > 0) await host.addAttributes(prepared.newAttributes);
    // A run that goes on from somewhere has dropped them, and has matched some of the records since.
    if (run.rebuild === true && resumed === null && !run.dryRun) await host.dropMatches();
    const target = targetOf(spec, prepared, plan);
    loader = createLoader({ host, target, plan, checkpoint });
    if (earlier === null) await applyDeletions(prepared, plan, loader);
    const { progress, firstReason } =
      earlier?.page === 'end' ? await readNothing(earlier) : await readTheRest(prepared, plan, loader);
    stop.check();
    // A few rows that are tried again say nothing of the job, also where all of them are rejected again.
    if (spec.only === null) refuseAllRejected(loader.counts, firstReason);
    if (plan.mode === 'full') {
      host.reportProgress({ phase: 'reconciling', expectedRows: progress.expectedRows });
      await loader.reconcile(progress);
    }
    host.reportProgress({ phase: 'finishing', expectedRows: progress.expectedRows });
    // Of what was not asked for nothing is known.
    if (run.dryRun || spec.only !== null) return null;
    const { until } = plan;
    const lastFullAt = plan.mode === 'full' ? until : (cursor?.lastFullAt ?? until);
    // An attempt that went on behind the deletions was told of no new mark: they are read again, which changes nothing.
    const deletionMark = nextMark ?? plan.deletionMark;
    return { until, fingerprint, lastFullAt, ...(deletionMark === null ? {} : { deletionMark }) };
  }

  async function applyDeletions({ object }: PreparedRun, plan: RunPlan, loader: Loader): Promise<void> {
    // A full dry run finds them at its end, where they are still there: they would be counted twice.
    if (plan.deletions === null || (run.dryRun && plan.mode === 'full')) return;
    host.reportProgress({ phase: 'reading', expectedRows: null });
    // A full run has a new mark already, and finds by itself what went before.
    const mark = plan.mode === 'full' ? null : plan.deletionMark;
    const request = { object: object.name, window: plan.deletions, mark, signal: stop.crm };
    for await (const batch of client.readDeleted(request)) {
      stop.check();
      nextMark = batch.nextMark ?? nextMark;
      if (batch.records.length > 0) await loader.applyDeletes(batch.records.map(({ id }) => id));
    }
  }

  async function readTheRest(prepared: PreparedRun, plan: RunPlan, loader: Loader): Promise<RowsRead> {
    const { query, mapping } = prepared;
    const resumeFrom = earlier === null || earlier.page === 'end' ? null : earlier.page;
    const request = { query, window: plan.window, resumeFrom, signal: stop.crm };
    const read = await client.openRead(request);
    if (earlier !== null) refuseOtherLayout(read, earlier);
    const expectedRows = earlier?.expectedRows ?? read.expectedRows;
    host.reportProgress({ phase: 'loading', expectedRows });
    if (files === null) {
      files = openRunFiles(dataDir, run, null);
      await files.rows.addHeader(read.columns);
    }
    return await readRows({
      read,
      isResumed: earlier !== null,
      rowsToSkip: earlier?.rowsOfPage ?? 0,
      unwritten: await unwrittenRejects(files),
      expectedRows,
      mapping,
      files,
      loader,
      stop,
    });
  }

  /** All rows were in already. */
  async function readNothing(progress: ReadProgress): Promise<RowsRead> {
    if (files !== null) (await unwrittenRejects(files)).settle();
    return { progress, firstReason: null };
  }

  async function unwrittenRejects(files: OpenRunFiles): ReturnType<typeof recoverRejects> {
    if (checkpoint === null || earlier === null) return noUnwrittenRejects;
    return await recoverRejects(checkpoint, earlier, { dataDir, files });
  }

  return {
    execute,
    get counts() {
      return loader?.counts ?? checkpoint?.counts ?? zeroCounts;
    },
    get files() {
      return files?.paths ?? { rows: null, rejects: null };
    },
    async close() {
      await loader?.settle();
      await files?.close();
    },
  };
}

function targetOf({ run, job }: InboundSpec, { object, mapping }: PreparedRun, plan: RunPlan): LoadTarget {
  return {
    connectionId: job.connectionId,
    sourceObject: object.name,
    hubObject: job.target.object,
    runId: run.id,
    attempt: run.attempt,
    jobId: job.id,
    ...job.settings,
    dryRun: run.dryRun,
    isFull: plan.mode === 'full',
    attributes: mapping.attributeNames,
  };
}

/** A field that was renamed, or that another version reads beside: the rows would not fit those in the file. */
function refuseOtherLayout(read: Read, { layout }: ReadProgress): void {
  if (isSameLayout(layoutOf(read), layout)) return;
  throw beginAgain('The rows have other columns than those that were read before.');
}
