import {
  atLeast,
  atMost,
  below,
  inMegabytes,
  inMilliseconds,
  inRows,
  inSeconds,
  perSecond,
} from './figure.ts';
import type { Figure } from './figure.ts';
import type { InboundRun } from './inbound.ts';
import { instances } from './instances-part.ts';
import type { Dialect, Measurements } from './measurements.ts';
import { load } from './load-part.ts';
import { outbound } from './outbound-part.ts';
import { percentile } from './percentile.ts';
import { table } from './table-part.ts';

type Part = (measurements: Measurements) => Promise<readonly Omit<Figure, 'part'>[]>;

const goals = {
  /** Rows a second, times the floor's. */
  ofFloor: 1,
  peakMegabytes: 400,
  /** Rows a second, times those of the first run. */
  unchanged: 2,
  growthOfTime: 11,
  growthOfMemory: 1.3,
  delayMs: 25,
  acknowledgedMs: 500,
} as const;

export const partNames = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'] as const;
export type PartName = (typeof partNames)[number];

export const parts: Readonly<Record<PartName, Part>> = {
  a: (measurements) => fullSync('sqlite', 'SQLite', measurements),
  b: sameAgain,
  c: growth,
  d: delay,
  e: (measurements) => fullSync('postgres', 'PostgreSQL', measurements),
  f: languages,
  g: slack,
  h: async (measurements) => outbound(await measurements.outbound()),
  i: async (measurements) => table(await measurements.table()),
  j: async (measurements) => instances(await measurements.instances()),
  k: async (measurements) => load(await measurements.load()),
};

async function fullSync(
  dialect: Dialect,
  name: string,
  measurements: Measurements,
): Promise<readonly Omit<Figure, 'part'>[]> {
  const floor = await measurements.floor(dialect);
  const run = firstOf(await measurements.inbound(dialect));
  const { rows } = measurements;
  if (floor.rows !== rows || run.counts.created !== rows) throw new Error(`Not all rows came into ${name}`);
  const ratio = floor.seconds / run.seconds;
  const hasGoal = dialect === 'sqlite';
  return [
    {
      what: `full sync into ${name}`,
      measured: perSecond(rows, run.seconds),
      against: `floor ${perSecond(floor.rows, floor.seconds)}`,
      ratio,
      goal: hasGoal ? atLeast(goals.ofFloor, ratio) : null,
    },
    {
      what: 'its peak memory',
      measured: inMegabytes(run.peakMegabytes),
      against: `floor ${inMegabytes(floor.peakMegabytes)}`,
      ratio: run.peakMegabytes / floor.peakMegabytes,
      goal: hasGoal ? below(goals.peakMegabytes, 'MB', run.peakMegabytes) : null,
    },
  ];
}

async function sameAgain(measurements: Measurements): Promise<readonly Omit<Figure, 'part'>[]> {
  const [first, again] = await measurements.inbound('sqlite');
  if (first === undefined || again === undefined) throw new Error('The job ran less than twice');
  if (again.counts.unchanged !== measurements.rows) throw new Error('The second run changed something');
  const ratio = first.seconds / again.seconds;
  return [
    {
      what: 'the same again, nothing changed',
      measured: perSecond(measurements.rows, again.seconds),
      against: `(a) ${perSecond(measurements.rows, first.seconds)}`,
      ratio,
      goal: atLeast(goals.unchanged, ratio),
    },
  ];
}

async function growth(measurements: Measurements): Promise<readonly Omit<Figure, 'part'>[]> {
  const small = firstOf(await measurements.inbound('sqlite', 'tenth'));
  const large = firstOf(await measurements.inbound('sqlite'));
  const time = large.seconds / small.seconds;
  const memory = large.peakMegabytes / small.peakMegabytes;
  const step = `${inRows(small.counts.read)} → ${inRows(large.counts.read)} rows`;
  return [
    {
      what: `time, ${step}`,
      measured: inSeconds(large.seconds),
      against: inSeconds(small.seconds),
      ratio: time,
      goal: atMost(goals.growthOfTime, time),
    },
    {
      what: `peak memory, ${step}`,
      measured: inMegabytes(large.peakMegabytes),
      against: inMegabytes(small.peakMegabytes),
      ratio: memory,
      goal: atMost(goals.growthOfMemory, memory),
    },
  ];
}

async function delay(measurements: Measurements): Promise<readonly Omit<Figure, 'part'>[]> {
  const { delayMs, idleDelayMs } = firstOf(await measurements.inbound('sqlite'));
  return [
    {
      what: "main thread's delay during (a), p50",
      measured: inMilliseconds(delayMs.p50),
      against: `idle ${inMilliseconds(idleDelayMs.p50)}`,
      ratio: null,
      goal: null,
    },
    {
      what: "main thread's delay during (a), p99",
      measured: inMilliseconds(delayMs.p99),
      against: `idle ${inMilliseconds(idleDelayMs.p99)}`,
      ratio: null,
      goal: below(goals.delayMs, 'ms', delayMs.p99),
    },
    {
      what: "main thread's delay during (a), max",
      measured: inMilliseconds(delayMs.max),
      against: `idle ${inMilliseconds(idleDelayMs.max)}`,
      ratio: null,
      goal: null,
    },
  ];
}

async function languages(measurements: Measurements): Promise<readonly Omit<Figure, 'part'>[]> {
  const { jsonParse, filters, formulas, mappedRows } = await measurements.languages();
  const against = `JSON.parse of a row ${perSecond(jsonParse, 1, 'rows')}`;
  const rate = (what: string, timesPerSecond: number, noun: string): Omit<Figure, 'part'> => ({
    what,
    measured: perSecond(timesPerSecond, 1, noun),
    against,
    ratio: timesPerSecond / jsonParse,
    goal: null,
  });
  return [
    rate('filter parsed, checked and compiled', filters, 'filters'),
    rate('formula evaluated', formulas, 'values'),
    rate('row of 20 columns made ready for the hub', mappedRows, 'rows'),
  ];
}

/** How long Slack waits for the bot while it loads rows. Slack gives up after three seconds. */
async function slack(measurements: Measurements): Promise<readonly Omit<Figure, 'part'>[]> {
  const ms = (await measurements.slack()).map((each) => each.ms);
  // Of a small bench the run has ended before anything is done in Slack.
  if (ms.length === 0) return [];
  const figure = (name: string, value: number): Omit<Figure, 'part'> => ({
    what: `Slack waits during (a), ${ms.length} times, ${name}`,
    measured: inMilliseconds(value),
    against: "Slack's patience, 3 s",
    ratio: value / slackPatienceMs,
    goal: name === 'p99' ? below(goals.acknowledgedMs, 'ms', value) : null,
  });
  return [
    figure('p50', percentile(ms, 0.5)),
    figure('p99', percentile(ms, 0.99)),
    figure('max', percentile(ms, 1)),
  ];
}

const slackPatienceMs = 3_000;

function firstOf(runs: readonly InboundRun[]): InboundRun {
  const [first] = runs;
  if (first === undefined) throw new Error('The job did not run');
  return first;
}
