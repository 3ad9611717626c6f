import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureInChild } from './child.ts';
import { customerJobFile } from './customer-job.ts';
import type { FloorInput, FloorOutput } from './floor.ts';
import type { InboundInput, InboundRun } from './inbound.ts';
import type { LanguagesInput, LanguagesOutput } from './languages.ts';
import type { BotInput, BotOutput } from './bot.ts';
import { measureInstances } from './instances-measurement.ts';
import type { InstancesMeasurement } from './instances-measurement.ts';
import { startOrgProcess } from './org-process.ts';
import { measureLoad } from './load-measurement.ts';
import type { LoadMeasurement } from './load-measurement.ts';
import { measureOutbound } from './outbound-measurement.ts';
import type { OutboundMeasurement } from './outbound-measurement.ts';
import { measureTable } from './table-measurement.ts';
import type { TableMeasurement } from './table-measurement.ts';
import { workInSlack } from './people-at-work.ts';
import type { Acknowledged } from './people-at-work.ts';
import type { WarmUpInput, WarmUpOutput } from './warm-up.ts';

export type Dialect = 'sqlite' | 'postgres';
/** All of the rows, or a tenth of them. */
export type Size = 'whole' | 'tenth';

export interface FloorRun extends FloorOutput {
  readonly peakMegabytes: number;
}

export interface MeasurementOptions {
  readonly rows: number;
  /** Of the part that counts runs. */
  readonly runs: number;
  /** Called before something that takes its time. */
  readonly onStart: (what: string) => void;
}

/** What the parts of the bench are made of. Each is measured when it is first asked for, and once. */
export interface Measurements {
  readonly rows: number;
  floor(dialect: Dialect): Promise<FloorRun>;
  /** The first run of an empty hub and, on the whole of the rows, the same again. */
  inbound(dialect: Dialect, size?: Size): Promise<readonly InboundRun[]>;
  languages(): Promise<LanguagesOutput>;
  /** People at work in Slack while all of the rows are loaded. */
  slack(): Promise<readonly Acknowledged[]>;
  /** A tenth of the rows sent to Salesforce, and three times as many. */
  outbound(): Promise<OutboundMeasurement>;
  /** A tenth of the rows read from Dynamics 365. */
  table(): Promise<TableMeasurement>;
  /** So many runs by one instance, and by three. */
  instances(): Promise<InstancesMeasurement>;
  /** All of the rows loaded while schedules fall due and a crowd is at work. */
  load(): Promise<LoadMeasurement>;
  close(): Promise<void>;
}

/** Rows of a page of results that the floor asks for: as many as the connector does. */
const pageRows = 50_000;
/** For how long a rate is measured; a small bench is only to see that everything works. */
const usualMeasureMs = 1_500;
const shortMeasureMs = 100;
const smallRows = 50_000;
const usualInteractions = 200;
const fewInteractions = 20;
/** The crowd of the usual one is at work for five minutes, which is about as long as five million rows take. */
const usualLoad = { jobs: 10_000, people: 100, pace: { acts: 15, looksMs: 20_000 } };
const smallLoad = { jobs: 600, people: 5, pace: { acts: 4, looksMs: 500 } };
const objects: Readonly<Record<Size, string>> = { whole: 'Customer__c', tenth: 'FewerCustomer__c' };

export async function openMeasurements({ rows, runs, onStart }: MeasurementOptions): Promise<Measurements> {
  const folder = await mkdtemp(join(tmpdir(), 'crosswalk-bench-'));
  const server = await startOrgProcess([
    { name: objects.whole, rows },
    { name: objects.tenth, rows: Math.ceil(rows / 10) },
  ]);
  const org = server.address;
  const once = createMemory();
  const measureMs = rows < smallRows ? shortMeasureMs : usualMeasureMs;
  const interactions = rows < smallRows ? fewInteractions : usualInteractions;
  let databases = 0;

  // Loaded where it is needed: the package behind it takes over how this process exits.
  const postgres = () => once('postgres', () => import('../test/support/postgres.ts'));

  const freshDatabase = async (dialect: Dialect): Promise<string> => {
    databases += 1;
    if (dialect === 'postgres') return await (await postgres()).testDatabaseUrl();
    return `sqlite:${join(folder, `bench-${databases}.db`)}`;
  };

  const columnsOf = (size: Size): Promise<readonly string[]> =>
    once(`columns ${size}`, async () => {
      onStart(`the CRM gets the pages of ${objects[size]} ready`);
      const object = objects[size];
      const input: WarmUpInput = { org, object };
      const { output } = await measureInChild('warm-up.js', input);
      return (output as WarmUpOutput).columns;
    });

  const place = {
    onStart,
    freshDatabase: () => freshDatabase('sqlite'),
    freshFolder: () => mkdtemp(join(folder, 'data-')),
  };

  return {
    rows,
    floor: (dialect) =>
      once(`floor ${dialect}`, async () => {
        const columns = await columnsOf('whole');
        const databaseUrl = await freshDatabase(dialect);
        onStart(`the floor on ${dialect}`);
        const input: FloorInput = { org, object: objects.whole, columns, pageRows, databaseUrl };
        const { output, peakMegabytes } = await measureInChild('floor.js', input);
        return { ...(output as FloorOutput), peakMegabytes };
      }),
    inbound: (dialect, size = 'whole') =>
      once(`inbound ${dialect} ${size}`, async () => {
        await columnsOf(size);
        const hubDatabaseUrl = await freshDatabase(dialect);
        const dataDir = await mkdtemp(join(folder, 'data-'));
        const runs = dialect === 'sqlite' && size === 'whole' ? 2 : 1;
        onStart(`an inbound job of ${objects[size]} on ${dialect}, ${runs === 1 ? 'once' : 'twice'}`);
        const job = customerJobFile(org, objects[size]);
        const input: InboundInput = { job, dataDir, hubDatabaseUrl, runs, idleMs: measureMs };
        return (await measureInChild('inbound.js', input)).output as readonly InboundRun[];
      }),
    slack: () =>
      once('slack', async () => {
        await columnsOf('whole');
        const dataDir = await mkdtemp(join(folder, 'data-'));
        onStart(`${interactions} interactions in Slack during an inbound job of ${objects.whole}`);
        // Loaded where it is needed: it brings half of the test support.
        const { startTestPlayground } = await import('../test/support/playground.ts');
        const playground = await startTestPlayground();
        try {
          const { apiUrl, botToken, appToken } = playground;
          const input: BotInput = {
            org,
            object: objects.whole,
            dataDir,
            slack: { apiUrl, botToken, appToken },
          };
          const working = workInSlack(playground, interactions);
          const [done, { output }] = await Promise.all([working, measureInChild('bot.js', input, working)]);
          const { status, read, finishedAt } = output as BotOutput;
          if (status !== 'succeeded' || read !== rows) throw new Error(`The run in Slack is ${status}`);
          return done.filter(({ at }) => at < finishedAt);
        } finally {
          await playground.close();
        }
      }),
    languages: () =>
      once('languages', async () => {
        onStart('filters, formulas and mappings');
        const input: LanguagesInput = { org, object: objects.whole, measureMs };
        return (await measureInChild('languages.js', input)).output as LanguagesOutput;
      }),
    outbound: () => once('outbound', () => measureOutbound(place, Math.ceil(rows / 10))),
    table: () => once('table', () => measureTable(place, Math.ceil(rows / 10))),
    instances: () =>
      once('instances', () =>
        measureInstances({ ...place, freshPostgres: () => freshDatabase('postgres') }, runs),
      ),
    load: () =>
      once('load', () => measureLoad(place, { rows, ...(rows < smallRows ? smallLoad : usualLoad) })),
    async close() {
      await server.stop();
      if (once.has('postgres')) await (await postgres()).stopTestDatabases();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Memory {
  <T>(name: string, measure: () => Promise<T>): Promise<T>;
  has(name: string): boolean;
}

/** Keeps what was measured, by name. */
function createMemory(): Memory {
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(name: string, measure: () => Promise<T>): Promise<T> => {
    const known = kept.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const measuring = measure();
    kept.set(name, measuring);
    return measuring;
  };
  return Object.assign(once, { has: (name: string) => kept.has(name) });
}
