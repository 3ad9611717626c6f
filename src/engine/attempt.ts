/** What of an import's rows is done in which order: brought in, or first seen what it would do, and asked about. */
import { approvalOf, changedRows, guardReason } from '../domain/guard.ts';
import type { GuardLimit } from '../domain/guard.ts';
import { zeroCounts } from '../domain/run.ts';
import type { JobCursor } from '../store/job-store.ts';
import { beginAgain } from './attempts.ts';
import type { Attempt, AttemptEnd, AttemptsOptions } from './attempts.ts';
import { fingerprintOf } from './fingerprint.ts';
import { forgetDeletions } from './gathered-deletions.ts';
import { knownLimit, reachableLimit } from './guard-limit.ts';
import { makePlan } from './make-plan.ts';
import { onlyRejected } from './outcome.ts';
import { createPasses } from './passes.ts';
import type { Pass } from './passes.ts';
import { prepareRun } from './prepare.ts';
import type { PreparedRun } from './prepare.ts';
import type { InboundSpec } from './run-host.ts';
import { writePosition } from './run-position.ts';
import type { ReadProgress, RunPlan, RunPosition } from './run-position.ts';

export interface AttemptOptions extends AttemptsOptions<InboundSpec> {
  /** null = from the beginning. */
  readonly resumed: RunPosition | null;
}

export function createAttempt(options: AttemptOptions): Attempt {
  const { spec, host, client, stop, now, resumed } = options;
  const { run, job, cursor, dataDir } = spec;
  const earlier = resumed?.read ?? null;
  let isRehearsing = resumed?.pass === 'rehearse' || resumed?.pass === 'ask';
  const passes = createPasses({ spec, host, client, stop });

  async function execute(): Promise<AttemptEnd> {
    // First of all: whatever ends this attempt, the files are whole.
    if (earlier !== null) passes.openFiles(resumed?.pass ?? 'load', earlier);
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
    // Until a first sync has come to its end, however many runs that takes, nothing can be expected of the next one.
    if (spec.guard === null || cursor === null) return await load({ ...first, kind: 'load' });
    // It has to be known how many there are before the first of them counts.
    const gathered = await passes.gather(prepared, plan);
    const read = await passes.openRead(prepared, plan);
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
    passes.reopen({ ...next, kind: 'rehearse' });
    return await decide(next, earlier, limit);
  }

  /** Finds out what the rows would do, and goes on or asks. */
  async function rehearse(pass: Pass, limit: GuardLimit | null): Promise<AttemptEnd> {
    isRehearsing = true;
    const progress = await passes.run(pass);
    return limit === null ? await replay(pass, progress) : await decide(pass, progress, limit);
  }

  async function decide(
    rehearsed: Pick<Pass, 'prepared' | 'plan'>,
    progress: ReadProgress,
    limit: GuardLimit,
  ): Promise<AttemptEnd> {
    const counts = passes.counts ?? zeroCounts;
    const rows = { changed: changedRows(counts), rejected: counts.rejected };
    const reason = guardReason(limit, rows);
    if (reason === null) return await replay(rehearsed, progress);
    const approval = approvalOf(limit, { ...rows, reason, counts }, now());
    const askedAt = approval.askedAt.toISOString();
    await passes.bookmark(writePosition(rehearsed.plan, 'ask', progress, askedAt));
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
    await passes.openReplay(from);
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
    const { expectedRows } = await passes.run(pass);
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
    const deletionMark = passes.nextMark ?? gathered?.nextMark ?? plan.deletionMark;
    return { until, fingerprint, lastFullAt, ...(deletionMark === null ? {} : { deletionMark }) };
  }

  return {
    execute,
    get counts() {
      const counts = passes.counts ?? (resumed === null ? null : spec.checkpoint?.counts) ?? zeroCounts;
      return isRehearsing ? onlyRejected(counts) : counts;
    },
    get files() {
      return passes.paths;
    },
    close: () => passes.close(),
    tidy() {
      if (spec.guard !== null) forgetDeletions(dataDir, run);
    },
  };
}
