import type { SourceObject } from '../domain/source-schema.ts';
import type { AttemptOptions } from './attempt.ts';
import { decideMode } from './decide-mode.ts';
import type { RunPlan } from './run-position.ts';

/** What is to be read, decided once a run. A change of mode is told with its reason. */
export async function makePlan(
  { spec, host, client, crmTitle }: Pick<AttemptOptions, 'spec' | 'host' | 'client' | 'crmTitle'>,
  object: SourceObject,
  fingerprint: string,
): Promise<RunPlan> {
  const { reason, ...decided } = decideMode({
    asked: spec.run.mode,
    cursor: spec.cursor,
    hubHoldsUntil: spec.hub.syncedUntil,
    fingerprint,
    object: { label: object.label, hasStamp: client.cursorField(object) !== null },
    crm: { title: crmTitle, deletedRetentionDays: client.deletedRetentionDays },
    serverTime: await client.serverTime(),
  });
  if (reason !== null) await host.changeMode(decided.mode, reason);
  return { ...decided, fingerprint };
}
