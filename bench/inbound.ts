/**
 * The real thing: store, hub, engine and worker thread as `crosswalk run` has them, for as many runs after one
 * another as are asked for.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { compose } from '../src/compose.ts';
import { parseConfig } from '../src/config.ts';
import type { RunCounts } from '../src/domain/run.ts';
import { createLog } from '../src/log.ts';
import { measured } from './child.ts';
import { customerJobFile, customerJobName, secretVariable } from './customer-job.ts';
import type { OrgAddress } from './org-pages.ts';

export interface InboundInput {
  readonly org: OrgAddress;
  readonly object: string;
  /** An empty folder. */
  readonly dataDir: string;
  readonly hubDatabaseUrl: string;
  readonly runs: number;
  /** For how long the idle process is looked at first. */
  readonly idleMs: number;
}

export interface InboundRun {
  readonly seconds: number;
  readonly counts: RunCounts;
  /** Of the process, this run and those before it. */
  readonly peakMegabytes: number;
  /** How much later than asked for the main thread came to a timer. */
  readonly delayMs: Delay;
  /** The same while nothing runs: what the machine does by itself. */
  readonly idleDelayMs: Delay;
}

export interface Delay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Between two looks at the delay; what is above this between two timers is delay. */
const resolutionMs = 10;

measured(async (input: InboundInput): Promise<readonly InboundRun[]> => {
  const config = parseConfig({
    DATABASE_URL: `sqlite:${join(input.dataDir, 'state.db')}`,
    HUB_DATABASE_URL: input.hubDatabaseUrl,
    DATA_DIR: input.dataDir,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'warn',
  });
  const app = await compose(config, createLog({ level: config.logLevel }), {
    environment: (name) => (name === secretVariable ? input.org.clientSecret : undefined),
  });
  const context = { actor: 'bench', role: 'admin', door: 'cli', now: new Date() } as const;
  const text = customerJobFile(input.org, input.object);
  await app.operations.applyConfiguration(context, { fileName: 'bench.yml', text });
  const idle = await whileMeasured(() => new Promise((resolve) => setTimeout(resolve, input.idleMs)));
  const runs: InboundRun[] = [];
  for (let each = 0; each < input.runs; each++) {
    const { result: run, ...measured } = await whileMeasured(async () => {
      const asked = { job: customerJobName, mode: 'full', dryRun: false } as const;
      const started = await app.operations.startRun(context, asked);
      return await app.scheduler.execute(started.run.id);
    });
    if (run.status !== 'succeeded') throw new Error(`The run is ${run.status}: ${run.error?.message ?? ''}`);
    runs.push({
      ...measured,
      counts: run.counts,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
      idleDelayMs: idle.delayMs,
    });
  }
  await app.close();
  return runs;
});

async function whileMeasured<T>(
  work: () => Promise<T>,
): Promise<{ result: T; seconds: number; delayMs: Delay }> {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  const startedAt = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  histogram.disable();
  const beyond = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  const delayMs = {
    p50: beyond(histogram.percentile(50)),
    p99: beyond(histogram.percentile(99)),
    max: beyond(histogram.max),
  };
  return { result, seconds, delayMs };
}
