import type { SourceObject } from '../domain/source-schema.ts';
import type { AttemptOptions } from './attempt.ts';
import { decideMode } from './decide-mode.ts';
import type { RunPlan } from './run-position.ts';

type PlanInput = Pick<AttemptOptions, 'spec' | 'host' | 'client' | 'crmTitle' | 'stop'>;

/** What is to be read, decided once a run. A change of mode is told with its reason. */
export async function makePlan(
  { spec, host, client, crmTitle, stop }: PlanInput,
  object: SourceObject,
  fingerprint: string,
): Promise<RunPlan> {
  const { run, cursor } = spec;
  const lastMark = cursor?.deletionMark ?? null;
  if (spec.only !== null) {
    const until = await client.serverTime();
    const nothing = { window: null, deletions: null, gathered: null };
    return { ...nothing, mode: 'incremental', deletionMark: lastMark, until, fingerprint };
  }
  const { reason, ...decided } = decideMode({
    asked: run.mode,
    cursor,
    hubHoldsUntil: spec.hub.syncedUntil,
    fingerprint,
    object: { label: object.label, hasStamp: client.cursorField(object) !== null },
    crm: { title: crmTitle, deletedRetentionDays: client.deletedRetentionDays },
    knowsDeletions:
      run.mode === 'full' || cursor === null || (await client.knowsDeletions(object, lastMark, stop.crm)),
    serverTime: await client.serverTime(),
  });
  if (reason !== null) await host.changeMode(decided.mode, reason);
  const isMarked = decided.mode === 'full' && decided.deletions !== null && !run.dryRun;
  // Before anything is read: what goes meanwhile is told to the next run.
  const deletionMark = isMarked ? await client.markDeletions(object, stop.crm) : lastMark;
  return { ...decided, deletionMark, fingerprint, gathered: null };
}
