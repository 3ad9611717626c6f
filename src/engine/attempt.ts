import type { DeletedRequest, DeletionMark, Read } from '../connectors/connector.ts';
import { approvalOf, changedRows, guardReason } from '../domain/guard.ts';
import type { GuardLimit } from '../domain/guard.ts';
import { zeroCounts } from '../domain/run.ts';
import type { LoadTarget, RunCheckpoint } from '../hub/hub.ts';
import type { JobCursor } from '../store/job-store.ts';
import { fingerprintOf } from './fingerprint.ts';
import { deletionBatches, forgetDeletions, gatherDeletions, noDeletions } from './gathered-deletions.ts';
import { knownLimit, reachableLimit } from './guard-limit.ts';
import { createLoader } from './loader.ts';
import type { Loader } from './loader.ts';
import { makePlan } from './make-plan.ts';
import { onlyRejected, refuseAllRejected } from './outcome.ts';
import { prepareRun } from './prepare.ts';
import type { PreparedRun } from './prepare.ts';
import { readRows } from './read-rows.ts';
import type { RowsRead } from './read-rows.ts';
import { openRunFileRead } from './read-run-file.ts';
import { openRunFiles, withFrozenRows } from './run-files.ts';
import type { OpenRunFiles } from './run-files.ts';
import { beginAgain } from './attempts.ts';
import type { Attempt, AttemptEnd, AttemptsOptions } from './attempts.ts';
import type { InboundSpec } from './run-host.ts';
import { isSameLayout, layoutOf, writePosition } from './run-position.ts';
import type { ReadProgress, RunPass, RunPlan, RunPosition } from './run-position.ts';
import { noUnwrittenRejects, recoverRejects } from './unwritten-rejects.ts';

export interface AttemptOptions extends AttemptsOptions<InboundSpec> {
  /** null = from the beginning. */
  readonly resumed: RunPosition | null;
}

/** What one pass over the rows goes by. */
interface Pass {
  readonly kind: Exclude<RunPass, 'ask'>;
  readonly prepared: PreparedRun;
  readonly plan: RunPlan;
  /** Where an earlier attempt got to with it; null = from the beginning. */
  readonly from: ReadProgress | null;
  readonly checkpoint: RunCheckpoint | null;
  /** Open already, where it had to be known how many rows there are. */
  readonly read: Read | null;
}

export function createAttempt(options: AttemptOptions): Attempt {
  const { spec, host, client, stop, now, resumed } = options;
  const { run, job, cursor, dataDir } = spec;
  const earlier = resumed?.read ?? null;
  let isRehearsing = resumed?.pass === 'rehearse' || resumed?.pass === 'ask';
  let loader: Loader | null = null;
  let files: OpenRunFiles | null = null;
  /** Where the next run reads deletions from, as this one was told. */
  let nextMark: DeletionMark | null = null;

  async function execute(): Promise<AttemptEnd> {
    // First of all: whatever ends this attempt, the files are whole.
    if (earlier !== null) files = openFiles(resumed?.pass ?? 'load', earlier);
    host.reportProgress({ phase: 'counting', expectedRows: earlier?.expectedRows ?? null });
    // The same moment for every attempt, so that formulas which ask for the time give the same values.
    const prepared = await stop.race(prepareRun(spec, client, run.startedAt ?? now()));
    const fingerprint = fingerprintOf(job, { orgId: prepared.orgId, hubId: spec.hub.id });
    if (resumed !== null && resumed.plan.fingerprint !== fingerprint)
      throw beginAgain('The job or its org changed.');
    if (resumed !== null) return await goOn(resumed, prepared);
    return await begin(prepared, await stop.race(makePlan(options, prepared.object, fingerprint)));
  }

  async function begin(prepared: PreparedRun, plan: RunPlan): Promise<AttemptEnd> {
    const first = { prepared, plan, from: null, checkpoint: null, read: null } as const;
    if (spec.guard === null) return await load({ ...first, kind: 'load' });
    // It has to be known how many there are before the first of them counts.
    const gathered = await gather(prepared, plan);
    const read = await openRead(prepared, plan, null);
    const guarded = { ...first, plan: { ...plan, gathered }, read };
    const rows = read.expectedRows + gathered.count;
    const limit = await reachableLimit(spec, host, { rows, isFull: plan.mode === 'full' });
    if (limit === null) return await load({ ...guarded, kind: 'load' });
    return await rehearse({ ...guarded, kind: 'rehearse' }, limit);
  }

  async function goOn({ pass, plan, askedAt }: RunPosition, prepared: PreparedRun): Promise<AttemptEnd> {
    const { checkpoint } = spec;
    const next = { prepared, plan, from: earlier, checkpoint, read: null };
    if (pass === 'load' || pass === 'replay') return await load({ ...next, kind: pass });
    const limit = await knownLimit(spec, host);
    if (pass === 'rehearse') return await rehearse({ ...next, kind: pass }, limit);
    if (earlier === null) throw beginAgain('It is not known what was asked.');
    const isApproved =
      run.approval?.decision?.kind === 'approved' && run.approval.askedAt.toISOString() === askedAt;
    if (isApproved || limit === null) return await replay(next, earlier);
    openLoader({ ...next, kind: 'rehearse' });
    return await decide(next, earlier, limit);
  }

  /** Finds out what the rows would do, and goes on or asks. */
  async function rehearse(pass: Pass, limit: GuardLimit | null): Promise<AttemptEnd> {
    isRehearsing = true;
    const progress = await runPass(pass);
    return limit === null ? await replay(pass, progress) : await decide(pass, progress, limit);
  }

  async function decide(
    rehearsed: Pick<Pass, 'prepared' | 'plan'>,
    progress: ReadProgress,
    limit: GuardLimit,
  ): Promise<AttemptEnd> {
    const counts = loader?.counts ?? zeroCounts;
    const rows = { changed: changedRows(counts), rejected: counts.rejected };
    const reason = guardReason(limit, rows);
    if (reason === null) return await replay(rehearsed, progress);
    const approval = approvalOf(limit, { ...rows, reason, counts }, now());
    const askedAt = approval.askedAt.toISOString();
    await loader?.bookmark(writePosition(rehearsed.plan, 'ask', progress, askedAt));
    return { kind: 'held', counts, approval };
  }

  /** Does what was rehearsed, with the rows as they were read. */
  async function replay(
    { prepared, plan }: Pick<Pass, 'prepared' | 'plan'>,
    { rowsLength, layout, expectedRows }: ReadProgress,
  ): Promise<AttemptEnd> {
    const place = { page: { row: 0 }, rowsOfPage: 0, rejectsLength: 0, answered: 0 };
    const from: ReadProgress = { ...place, rowsLength, layout, expectedRows };
    const start = { counts: zeroCounts, checkpoint: writePosition(plan, 'replay', from) };
    await host.restart(start);
    isRehearsing = false;
    await files?.close();
    files = openFiles('replay', from);
    const checkpoint = { ...start, sequence: 1, rejects: [] };
    return await load({ kind: 'replay', prepared, plan, from, checkpoint, read: null });
  }

  /** Brings the rows into the hub. */
  async function load(pass: Pass): Promise<AttemptEnd> {
    const { prepared, plan } = pass;
    if (!run.dryRun && prepared.newAttributes.length > 0) await host.addAttributes(prepared.newAttributes);
    // A run that goes on from somewhere has dropped them, and has matched some of the records since.
    if (run.rebuild === true && pass.from === null && resumed === null && !run.dryRun)
      await host.dropMatches();
    const { expectedRows } = await runPass(pass);
    host.reportProgress({ phase: 'finishing', expectedRows });
    return { kind: 'done', cursor: cursorOf(plan) };
  }

  /** Null where nothing is to be remembered. */
  function cursorOf(plan: RunPlan): JobCursor | null {
    // Of what was not asked for nothing is known.
    if (run.dryRun || spec.only !== null) return null;
    const { until, fingerprint, gathered } = plan;
    const lastFullAt = plan.mode === 'full' ? until : (cursor?.lastFullAt ?? until);
    // An attempt that went on behind the deletions was told of no new mark: they are read again, which changes nothing.
    const deletionMark = nextMark ?? gathered?.nextMark ?? plan.deletionMark;
    return { until, fingerprint, lastFullAt, ...(deletionMark === null ? {} : { deletionMark }) };
  }

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
    execute,
    get counts() {
      const counts = loader?.counts ?? (resumed === null ? null : spec.checkpoint?.counts) ?? zeroCounts;
      return isRehearsing ? onlyRejected(counts) : counts;
    },
    get files() {
      return files?.paths ?? { rows: null, rejects: null };
    },
    async close() {
      await loader?.settle();
      await files?.close();
    },
    tidy() {
      if (spec.guard !== null) forgetDeletions(dataDir, run);
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
