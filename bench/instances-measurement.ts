import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compose } from '../src/compose.ts';
import type { App } from '../src/compose.ts';
import { parseConfig } from '../src/config.ts';
import { firstTeam } from '../src/domain/team.ts';
import { createLog } from '../src/log.ts';
import { numberOf } from '../src/sandbox/generated/company-values.ts';
import { customerJobFile } from './customer-job.ts';
import type { InstanceInput } from './instance.ts';
import { benchJobName, secretVariable } from './job-file.ts';
import { startOrgProcess } from './org-process.ts';
import type { OrgAddress } from './org-pages.ts';

export interface InstancesMeasurement {
  readonly runs: number;
  readonly rowsOfRun: number;
  readonly queue: string;
  readonly one: InstancesRun;
  readonly three: InstancesRun;
}

export interface InstancesRun {
  readonly seconds: number;
  /** Runs that each instance executed. */
  readonly shares: readonly number[];
}

export interface InstancesPlace {
  readonly onStart: (what: string) => void;
  readonly freshPostgres: () => Promise<string>;
  readonly freshFolder: () => Promise<string>;
}

/** A run of so many rows is mostly what every run costs: to be claimed, started, told of, and ended. */
const rowsOfRun = 50;
const object = 'Customer__c';
/** Jobs that read the same rows are so far apart in the queue that they are not executed at one time. */
const slices = 60;
const lookEveryMs = 250;
const longestMs = 2 * 3_600_000;
/** Queued at one time: each is a transaction. */
const portion = 20;

/** So many runs of as many jobs, executed by one instance and then by three. */
export async function measureInstances(place: InstancesPlace, runs: number): Promise<InstancesMeasurement> {
  const org = await startOrgProcess([{ name: object, rows: rowsOfRun * slices }]);
  // Loaded where it is needed: it brings half of the test support.
  const { isRedisInstalled, startRedis } = await import('../test/support/redis.ts');
  const redis = isRedisInstalled() ? await startRedis() : null;
  try {
    const measure = async (instances: number): Promise<InstancesRun> => {
      place.onStart(`${runs} runs by ${instances === 1 ? 'one instance' : `${instances} instances`}`);
      return await measureOne({ org: org.address, queueUrl: redis?.url ?? null, runs, instances }, place);
    };
    const queue = redis === null ? 'PostgreSQL' : 'Redis';
    return { runs, rowsOfRun, queue, one: await measure(1), three: await measure(3) };
  } finally {
    await redis?.stop();
    await org.stop();
  }
}

interface Wanted {
  readonly org: OrgAddress;
  readonly queueUrl: string | null;
  readonly runs: number;
  readonly instances: number;
}

async function measureOne(
  { org, queueUrl, runs, instances }: Wanted,
  place: InstancesPlace,
): Promise<InstancesRun> {
  const input: InstanceInput = {
    DATABASE_URL: await place.freshPostgres(),
    HUB_DATABASE_URL: await place.freshPostgres(),
    QUEUE_URL: queueUrl ?? (await place.freshPostgres()),
    DATA_DIR: await place.freshFolder(),
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'error',
  };
  const config = parseConfig(input);
  const app = await compose(config, createLog({ level: config.logLevel }), {
    environment: (name) => (name === secretVariable ? org.clientSecret : undefined),
  });
  const children: ChildProcess[] = [];
  try {
    await queueRuns(app, org, runs);
    for (let each = 0; each < instances; each += 1) children.push(await startInstance(input));
    const began = Date.now();
    for (const child of children) child.send('begin');
    await untilAllHaveSucceeded(app, runs, began);
    const seconds = (Date.now() - began) / 1_000;
    return { seconds, shares: await endAll(children) };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await app.close();
  }
}

async function queueRuns(app: App, org: OrgAddress, runs: number): Promise<void> {
  const { operations, store: open } = app.of(firstTeam);
  const store = await open();
  const now = new Date();
  const context = { actor: 'bench', role: 'admin', door: 'cli', now } as const;
  const { text } = customerJobFile(org, object);
  await operations.applyConfiguration(context, { fileName: 'bench.yml', text });
  const pattern = await store.jobs.byName(benchJobName);
  if (pattern?.direction !== 'inbound') throw new Error('The job of the bench is not there');
  const ids = Array.from({ length: runs }, () => randomUUID());
  const savedBy = { at: now, actor: 'bench', door: 'cli' };
  await store.applyConfiguration({
    connections: [],
    jobs: ids.map((id, n) => ({
      job: { ...pattern, id, name: `Customers ${n}`, source: { object, filter: sliceOf(n) } },
      nextRunAt: null,
    })),
    savedBy,
    audit: [],
  });
  for (let from = 0; from < ids.length; from += portion) {
    const asked = ids
      .slice(from, from + portion)
      .map((job) => operations.startRun(context, { job, mode: 'full', dryRun: false }));
    await Promise.all(asked);
  }
}

function sliceOf(n: number): string {
  const first = (n % slices) * rowsOfRun;
  return `Number__c >= '${numberOf(first)}' AND Number__c < '${numberOf(first + rowsOfRun)}'`;
}

/** One that is composed and has not begun. */
async function startInstance(input: InstanceInput): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('instance.js', import.meta.url)), {
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  child.send(input);
  await once(child, 'message');
  return child;
}

async function untilAllHaveSucceeded(app: App, runs: number, began: number): Promise<void> {
  const store = await app.of(firstTeam).store();
  const page = { limit: 1, offset: 0 };
  while (Date.now() - began < longestMs) {
    const { total } = await store.runs.list({ statuses: ['succeeded'] }, page);
    if (total === runs) return;
    const failed = await store.runs.list({ statuses: ['failed', 'partly succeeded', 'cancelled'] }, page);
    if (failed.total > 0)
      throw new Error(`A run has ${failed.runs[0]?.status}: ${failed.runs[0]?.error?.message}`);
    await wait(lookEveryMs);
  }
  throw new Error('Not all runs have ended');
}

/** How many runs each of them has ended. */
async function endAll(children: readonly ChildProcess[]): Promise<number[]> {
  return await Promise.all(
    children.map(async (child) => {
      const told = once(child, 'message');
      const gone = once(child, 'exit');
      child.send('end');
      const [ended] = (await told) as [number];
      await gone;
      return ended;
    }),
  );
}
