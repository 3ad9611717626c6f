/** Runs that send: everything first, then nothing because nothing changed, then the few that changed. */
import type { RunCounts } from '../src/domain/run.ts';
import { openHub } from '../src/hub/index.ts';
import { measured } from './child.ts';
import { openJobRunner } from './job-runner.ts';
import type { JobRunnerInput } from './job-runner.ts';
import { putAccounts } from './put-accounts.ts';
import { changedCells, changedRows } from './sent-accounts.ts';

export interface OutboundInput extends JobRunnerInput {
  /** Accounts in the hub. */
  readonly rows: number;
  /** Whether the first run is all. */
  readonly isOnce: boolean;
}

export interface OutboundRun {
  readonly seconds: number;
  readonly counts: RunCounts;
  /** Of the process, this run and those before it. */
  readonly peakMegabytes: number;
}

measured(async (input: OutboundInput): Promise<readonly OutboundRun[]> => {
  const runner = await openJobRunner(input);
  const run = async (): Promise<OutboundRun> => {
    const startedAt = performance.now();
    const { counts } = await runner.run('incremental');
    const seconds = (performance.now() - startedAt) / 1_000;
    return { seconds, counts, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
  };
  const runs = [await run()];
  if (!input.isOnce) {
    runs.push(await run());
    const hub = await openHub({ url: input.hubDatabaseUrl });
    await putAccounts(hub, changedRows(input.rows).map(changedCells));
    await hub.close();
    runs.push(await run());
  }
  await runner.close();
  return runs;
});
