/** A pass over the rows of a run: from the CRM or from the run file, into the hub or to see what they would do there. */
import type { CrmClient, DeletedRequest, DeletionMark, Read } from '../connectors/connector.ts';
import type { RunCounts, RunFiles } from '../domain/run.ts';
import type { LoadTarget, RunCheckpoint } from '../hub/hub.ts';
import { beginAgain } from './attempts.ts';
import { deletionBatches, gatherDeletions, noDeletions } from './gathered-deletions.ts';
import { createLoader } from './loader.ts';
import type { Loader } from './loader.ts';
import { refuseAllRejected } from './outcome.ts';
import type { PreparedRun } from './prepare.ts';
import { readRows } from './read-rows.ts';
import type { RowsRead } from './read-rows.ts';
import { openRunFileRead } from './read-run-file.ts';
import { openRunFiles, withFrozenRows } from './run-files.ts';
import type { OpenRunFiles } from './run-files.ts';
import type { InboundSpec, RunHost } from './run-host.ts';
import { isSameLayout, layoutOf, writePosition } from './run-position.ts';
import type { ReadProgress, RunPass, RunPlan, RunPosition } from './run-position.ts';
import type { Stop } from './stop.ts';
import { noUnwrittenRejects, recoverRejects } from './unwritten-rejects.ts';

export interface PassesOptions {
  readonly spec: InboundSpec;
  readonly host: RunHost;
  readonly client: CrmClient;
  readonly stop: Stop;
}

/** What one pass over the rows goes by. */
export interface Pass {
  readonly kind: Exclude<RunPass, 'ask'>;
  readonly prepared: PreparedRun;
  readonly plan: RunPlan;
  /** Where an earlier attempt got to with it; null = from the beginning. */
  readonly from: ReadProgress | null;
  readonly checkpoint: RunCheckpoint | null;
  /** Open already, where it had to be known how many rows there are. */
  readonly read: Read | null;
}

/** The passes of an attempt, one after the other, with the files that they write. */
export interface Passes {
  /** Of the pass that was begun last; null before the first. */
  readonly counts: RunCounts | null;
  readonly paths: RunFiles;
  /** Where the next run reads deletions from, as the CRM said; null where it was not asked. */
  readonly nextMark: DeletionMark | null;
  /** As an earlier attempt left them. Whatever ends this one, they are whole from then on. */
  openFiles(pass: RunPass, lengths: ReadProgress): void;
  /** Begins the rows anew from their file. */
  openReplay(from: ReadProgress): Promise<void>;
  /** What was deleted, beside the run file: it is known then how many there are. */
  gather(prepared: PreparedRun, plan: RunPlan): Promise<typeof noDeletions>;
  openRead(prepared: PreparedRun, plan: RunPlan): Promise<Read>;
  /** Has the counts of a pass that an earlier attempt came to the end of. */
  reopen(pass: Pass): void;
  run(pass: Pass): Promise<ReadProgress>;
  /** Notes where another attempt goes on. */
  bookmark(position: RunPosition): Promise<void>;
  close(): Promise<void>;
}

export function createPasses({ spec, host, client, stop }: PassesOptions): Passes {
  const { run, dataDir } = spec;
  let loader: Loader | null = null;
  let files: OpenRunFiles | null = null;
  let nextMark: DeletionMark | null = null;

  async function runPass(pass: Pass): Promise<ReadProgress> {
    const { plan, from } = pass;
    const ofPass = openLoader(pass);
    if (isAtStart(from)) await applyDeletions(pass, ofPass);
    const { progress, firstReason } =
      from?.page === 'end' ? await readNothing(pass, from) : await readTheRest(pass, ofPass);
    stop.check();
    // A few rows that are tried again say nothing of the job, also where all of them are rejected again.
    if (spec.only === null) refuseAllRejected(ofPass.counts, firstReason);
    if (plan.mode === 'full') {
      const phase = pass.kind === 'rehearse' ? 'rehearsing' : 'reconciling';
      host.reportProgress({ phase, expectedRows: progress.expectedRows });
      await ofPass.reconcile(progress);
    }
    return progress;
  }

  function openLoader({ kind, prepared, plan, from, checkpoint }: Pass): Loader {
    const target = targetOf(spec, prepared, plan, run.dryRun || kind === 'rehearse');
    // What is replayed has its rows from the beginning, also where only deletions are in yet.
    const start = kind === 'replay' ? from : null;
    loader = createLoader({
      host,
      target,
      positionAt: (read) => writePosition(plan, kind, read ?? start),
      checkpoint,
    });
    return loader;
  }

  async function applyDeletions({ kind, prepared, plan }: Pass, into: Loader): Promise<void> {
    const isDry = run.dryRun || kind === 'rehearse';
    // A full dry run finds them at its end, where they are still there: they would be counted twice.
    if (plan.deletions === null || (isDry && plan.mode === 'full')) return;
    if (plan.gathered !== null) {
      for (const ids of deletionBatches(plan.gathered, spec)) {
        stop.check();
        await into.applyDeletes(ids);
      }
      return;
    }
    host.reportProgress({ phase: 'reading', expectedRows: null });
    for await (const batch of client.readDeleted(deletionsOf(prepared, plan, plan.deletions))) {
      stop.check();
      nextMark = batch.nextMark ?? nextMark;
      if (batch.records.length > 0) await into.applyDeletes(batch.records.map(({ id }) => id));
    }
  }

  async function gather(prepared: PreparedRun, plan: RunPlan): Promise<typeof noDeletions> {
    if (plan.deletions === null) return noDeletions;
    host.reportProgress({ phase: 'reading', expectedRows: null });
    return await gatherDeletions(client, deletionsOf(prepared, plan, plan.deletions), { dataDir, run, stop });
  }

  function deletionsOf(
    { object }: PreparedRun,
    plan: RunPlan,
    window: DeletedRequest['window'],
  ): DeletedRequest {
    // A full run has a new mark already, and finds by itself what went before.
    const mark = plan.mode === 'full' ? null : plan.deletionMark;
    return { object: object.name, window, mark, signal: stop.crm };
  }

  async function openRead(
    { query }: PreparedRun,
    { window }: RunPlan,
    from: ReadProgress | null,
  ): Promise<Read> {
    const resumeFrom = from === null || from.page === 'end' ? null : from.page;
    const read = await client.openRead({ query, window, resumeFrom, signal: stop.crm });
    if (from !== null) refuseOtherLayout(read, from);
    return read;
  }

  async function readTheRest(pass: Pass, into: Loader): Promise<RowsRead> {
    const { kind, prepared, plan, from } = pass;
    const read =
      pass.read ??
      (kind === 'replay' && from !== null ? await replayed(from) : await openRead(prepared, plan, from));
    const expectedRows = from?.expectedRows ?? read.expectedRows;
    host.reportProgress({ phase: kind === 'rehearse' ? 'rehearsing' : 'loading', expectedRows });
    if (files === null) {
      files = openRunFiles(dataDir, run, null);
      await files.rows.addHeader(read.columns);
    }
    return await readRows({
      read,
      isResumed: from !== null,
      rowsToSkip: from?.rowsOfPage ?? 0,
      unwritten: await unwrittenRejects(pass, files),
      expectedRows,
      mapping: prepared.mapping,
      files,
      loader: into,
      positionAt: (progress) => writePosition(plan, kind, progress),
      stop,
    });
  }

  function replayed({ page, layout, rowsLength: length, expectedRows }: ReadProgress): Promise<Read> {
    const row = page === 'end' ? 0 : Number(page['row'] ?? 0);
    const path = files?.rows.path ?? '';
    return openRunFileRead({ dataDir, path, length, ...layout, expectedRows, from: row });
  }

  /** All rows were in already. */
  async function readNothing(pass: Pass, progress: ReadProgress): Promise<RowsRead> {
    if (files !== null) (await unwrittenRejects(pass, files)).settle();
    return { progress, firstReason: null };
  }

  async function unwrittenRejects(
    { from, checkpoint }: Pass,
    open: OpenRunFiles,
  ): ReturnType<typeof recoverRejects> {
    if (checkpoint === null || from === null) return noUnwrittenRejects;
    return await recoverRejects(checkpoint, from, { dataDir, files: open });
  }

  /** The rows that are replayed stand in their file already. */
  function openFiles(pass: RunPass, lengths: ReadProgress): OpenRunFiles {
    const opened = openRunFiles(dataDir, run, lengths);
    return pass === 'replay' ? withFrozenRows(opened, lengths.rowsLength) : opened;
  }

  return {
    get counts() {
      return loader?.counts ?? null;
    },
    get paths() {
      return files?.paths ?? { rows: null, rejects: null };
    },
    get nextMark() {
      return nextMark;
    },
    openFiles(pass, lengths) {
      files = openFiles(pass, lengths);
    },
    async openReplay(from) {
      await files?.close();
      files = openFiles('replay', from);
    },
    gather,
    openRead: (prepared, plan) => openRead(prepared, plan, null),
    reopen: (pass) => void openLoader(pass),
    run: runPass,
    async bookmark(position) {
      await loader?.bookmark(position);
    },
    async close() {
      await loader?.settle();
      await files?.close();
    },
  };
}

/** Deletions are applied again where none of the rows is in yet. */
function isAtStart(from: ReadProgress | null): boolean {
  return from === null || (from.page !== 'end' && from.page['row'] === 0 && from.rowsOfPage === 0);
}

function targetOf(
  { run, job }: InboundSpec,
  { object, mapping }: PreparedRun,
  plan: RunPlan,
  dryRun: boolean,
): LoadTarget {
  const { allowCreate, resolveConflicts } = job.settings;
  return {
    connectionId: job.connectionId,
    sourceObject: object.name,
    hubObject: job.target.object,
    runId: run.id,
    attempt: run.attempt,
    jobId: job.id,
    allowCreate,
    resolveConflicts,
    dryRun,
    isFull: plan.mode === 'full',
    attributes: mapping.attributeNames,
  };
}

/** A field that was renamed, or that another version reads beside: the rows would not fit those in the file. */
function refuseOtherLayout(read: Read, { layout }: ReadProgress): void {
  if (isSameLayout(layoutOf(read), layout)) return;
  throw beginAgain('The rows have other columns than those that were read before.');
}
