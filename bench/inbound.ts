/** The real thing: full syncs of a job, as many after one another as are asked for. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { RunCounts } from '../src/domain/run.ts';
import { measured } from './child.ts';
import { openJobRunner } from './job-runner.ts';
import type { JobRunnerInput } from './job-runner.ts';

export interface InboundInput extends JobRunnerInput {
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
  const runner = await openJobRunner(input);
  const idle = await whileMeasured(() => new Promise((resolve) => setTimeout(resolve, input.idleMs)));
  const runs: InboundRun[] = [];
  for (let each = 0; each < input.runs; each++) {
    const { result: run, ...measured } = await whileMeasured(() => runner.run('full'));
    runs.push({
      ...measured,
      counts: run.counts,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
      idleDelayMs: idle.delayMs,
    });
  }
  await runner.close();
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
