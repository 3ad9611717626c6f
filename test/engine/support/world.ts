/** A sandbox org, a store, a hub and a job between them: everything of a run but the thread. */
import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { initParser, inferSchema } from 'udsv';
import type { Connector } from '../../../src/connectors/connector.ts';
import { createSalesforceConnector } from '../../../src/connectors/salesforce/index.ts';
import type { Tuning } from '../../../src/connectors/salesforce/tuning.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import type { InboundJob } from '../../../src/domain/job.ts';
import type { Run, RunMode } from '../../../src/domain/run.ts';
import { runJob } from '../../../src/engine/run.ts';
import { askWhileAway } from '../../../src/engine/while-away.ts';
import { createMainHost } from '../../../src/engine/main-host.ts';
import type { RunHost, RunSpec } from '../../../src/engine/run-host.ts';
import { loadRunSpec } from '../../../src/engine/run-spec.ts';
import { createSessions } from '../../../src/engine/sessions.ts';
import type { Sessions } from '../../../src/engine/sessions.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import { openHub } from '../../../src/hub/index.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import { QueryTypes } from 'sequelize';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox, SalesforceSandboxOptions } from '../../../src/sandbox/salesforce/index.ts';
import { openStore } from '../../support/open-store.ts';
import type { Store } from '../../support/open-store.ts';
import { aTuning } from '../../connectors/salesforce/a-tuning.ts';
import { from } from '../../support/mapping.ts';
import { aConfiguration, aConnection, aJob, aNewRun } from '../../support/records.ts';

/** When the world begins, by every clock in it. */
export const start = Date.parse('2026-03-01T12:00:00.000Z');
export const minutes = (count: number): number => count * 60_000;

export interface WorldOptions {
  readonly sandbox?: SalesforceSandboxOptions;
  readonly job?: Partial<InboundJob>;
  /** Reads sets above this size in bulk, in pages of so many rows. */
  readonly bulk?: { readonly above: number; readonly pageRows: number };
  readonly tuning?: Partial<Tuning>;
  /** Of a hub in a database of its own; in SQLite where it is left out. */
  readonly hubUrl?: string;
  /** Of the bot's own state, likewise. */
  readonly storeUrl?: string;
  /** A world that was frozen: this one goes on from there, with the same org and clock. */
  readonly like?: World;
}

export interface RunOptions {
  readonly rebuild?: true;
  readonly retryOf?: string;
  readonly mode?: RunMode;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  /** What stands between the run and the main thread. */
  readonly between?: (host: RunHost) => RunHost;
  /** Looks before every batch whether the run is still held, and not only about once a second. */
  readonly fenceEachTime?: boolean;
  /** What it does in place of waiting for a database that is away. */
  readonly pause?: () => Promise<void>;
}

/** As SQL gives it: lists are JSON texts, booleans 0 and 1. */
export type HubRow = Readonly<Record<string, string | number | null>>;

export interface World {
  readonly sandbox: SalesforceSandbox;
  readonly store: Store;
  readonly hub: Hub;
  readonly sessions: Sessions;
  readonly connector: Connector;
  /** Folder of everything, and the one in it that is DATA_DIR. */
  readonly home: string;
  readonly dataDir: string;
  readonly encryptionKey: KeyObject;
  job(): InboundJob;
  readonly clock: { ms: number };
  configure(job: Partial<InboundJob>, secret?: string): Promise<void>;
  /** Queues a run, executes it to its end, and gives it as it is stored. */
  run(options?: RunOptions): Promise<Run>;
  /** Queues a run and takes it, without executing it. */
  claim(options?: RunOptions): Promise<Run>;
  /** The same for a second job, which brings accounts as something else. */
  claimOther(object: 'users' | 'collections'): Promise<Run>;
  /** Executes a run that was taken. */
  execute(run: Run, options?: RunOptions): Promise<Run>;
  spec(run: Run): Promise<RunSpec>;
  /** Takes a run that is queued. */
  taken(id: string): Promise<Run>;
  /** Answers the question of a run that waits, and takes it again where it goes on. */
  decide(run: Run, kind: 'approved' | 'rejected'): Promise<Run>;
  /** After a crash: the next attempt of the run. */
  again(run: Run): Promise<Run>;
  /** The hub's view of the job's target, by its keys. */
  view(): Promise<ReadonlyMap<string, HubRow>>;
  rows(run: Run): string[][];
  rejects(run: Run): string[][];
  /** Closes its databases, so that others can be made like it. */
  freeze(): Promise<void>;
  close(): Promise<void>;
}

export const owner = 'this machine';

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const { like } = options;
  const clock = like?.clock ?? { ms: start };
  const now = (): number => clock.ms;
  const sandbox = like?.sandbox ?? (await startSalesforceSandbox({ now, ...options.sandbox }));
  const home = mkdtempSync(join(tmpdir(), 'crosswalk-world-'));
  if (like !== undefined) cpSync(like.home, home, { recursive: true });
  const dataDir = join(home, 'data');
  mkdirSync(dataDir, { recursive: true });
  const encryptionKey = like?.encryptionKey ?? createSecretKey(randomBytes(32));
  const { storeUrl = `sqlite:${join(home, 'store.db')}` } = options;
  const store = await openStore({ url: storeUrl, encryptionKey });
  const { hubUrl = `sqlite:${join(home, 'hub.db')}` } = options;
  const hub = await openHub({ url: hubUrl, now: () => new Date(now()) });
  const hubDatabase = await openDatabase(hubUrl);
  const salesforce = createSalesforceConnector(aTuning(options.tuning));
  const { bulk = { above: 1_000_000, pageRows: 1_000 } } = options;
  const connector: Connector = {
    ...salesforce,
    openClient: (given) =>
      salesforce.openClient({ ...given, bulkThresholdRows: bulk.above, bulkPageRows: bulk.pageRows }),
  };
  const sessions = createSessions({ store, connectors: { salesforce: connector } });
  const { clientId, clientSecret } = sandbox.credentials;
  let job: InboundJob =
    like?.job() ??
    aJob({
      mapping: [from('Id', 'account_id'), from('Name', 'name')],
      ...options.job,
    });

  let isFrozen = false;
  const world: World = {
    sandbox,
    store,
    hub,
    sessions,
    connector,
    home,
    dataDir,
    encryptionKey,
    clock,
    job: () => job,
    async configure(changes, secret = clientSecret) {
      job = { ...job, ...changes };
      await store.applyConfiguration(
        aConfiguration({
          connections: [
            aConnection({
              settings: { loginUrl: sandbox.url, auth: { grant: 'client-credentials', clientId } },
              secrets: { 'auth.clientSecret': secret },
            }),
          ],
          jobs: [{ job }],
        }),
      );
    },
    async run(given) {
      return await world.execute(await world.claim(given), given);
    },
    async claim({ mode = 'incremental', dryRun = false, rebuild, retryOf } = {}) {
      const { id } = await store.runs.enqueue(
        aNewRun({ jobId: job.id, mode, dryRun, rebuild, retryOf, queuedAt: new Date(now()) }),
      );
      return await taken(id);
    },
    async claimOther(object) {
      const other: InboundJob = {
        ...job,
        id: 'job-2',
        name: 'Another',
        target: { object },
        mapping: hubObjects[object].keys.map((key) => from(key === 'collection_type' ? 'Type' : 'Id', key)),
      };
      await store.applyConfiguration(aConfiguration({ connections: [], jobs: [{ job: other }] }));
      const { id } = await store.runs.enqueue(aNewRun({ jobId: other.id, queuedAt: new Date(now()) }));
      return await taken(id);
    },
    async execute(run, given = {}) {
      const { signal = new AbortController().signal, between, pause } = given;
      const spec = await world.spec(run);
      let ticks = 0;
      const clock = given.fenceEachTime === true ? { clock: () => (ticks += 10_000) } : {};
      const host = createMainHost({ spec, store, hub, sessions, signal, pause, ...clock });
      const over = between === undefined ? host : between(host);
      await runJob({ spec, host: over, connector, signal, now: () => new Date(now()) });
      await host.idle();
      return await stored(run.id);
    },
    taken,
    spec: (run) => loadRunSpec(run, { store, hub, sessions, dataDir }),
    async decide({ id, approval }, kind) {
      if (approval === undefined) throw new Error('The run asks nothing.');
      const at = new Date(now());
      await store.runs.decideApproval(id, {
        decision: { kind, by: 'ada', door: 'slack', at },
        askedAt: approval.askedAt,
        error: kind === 'approved' ? null : { code: 'run_rejected', message: 'Rejected.' },
        audit: { at, actor: 'ada', door: 'slack', operation: kind, subject: id, before: null, after: null },
      });
      return kind === 'approved' ? await taken(id) : await stored(id);
    },
    async again(run) {
      await store.runs.requeue(run.id, owner, run.attempt);
      return await taken(run.id);
    },
    async view() {
      const { object } = job.target;
      const rows = await hubDatabase.query<HubRow>(`SELECT * FROM ${object}`, { type: QueryTypes.SELECT });
      const { keys } = hubObjects[object];
      return new Map(rows.map((row) => [keys.map((key) => String(row[key])).join(' '), row]));
    },
    rows: (run) => parseCsv(gunzipSync(read(run.files.rows)).toString('utf8')),
    rejects: (run) =>
      parseCsv(
        read(run.files.rejects)
          .toString('utf8')
          .replace(/^\uFEFF/, ''),
      ),
    async freeze() {
      if (isFrozen) return;
      isFrozen = true;
      await hubDatabase.close();
      await hub.close();
      await store.close();
    },
    async close() {
      await world.freeze();
      if (like === undefined) await sandbox.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  if (like === undefined) await world.configure({});
  return world;

  function read(path: string | null): Buffer {
    if (path === null) throw new Error('The run has no such file.');
    return readFileSync(join(dataDir, path));
  }
  async function taken(id: string): Promise<Run> {
    const run = await store.runs.claim(owner, new Date(now()), id);
    if (run === null) throw new Error('The run could not be claimed.');
    return run;
  }
  async function stored(id: string): Promise<Run> {
    // A test may have cut the way to the database a moment ago.
    const run = await askWhileAway(() => store.runs.byId(id));
    if (run === null) throw new Error('The run is gone.');
    return run;
  }
}

/** Header and rows. */
function parseCsv(text: string): string[][] {
  const header = text.slice(0, text.indexOf('\n') + 1);
  const schema = inferSchema(header, { col: ',', row: '\n', encl: '"' });
  const names = schema.cols.map(({ name }) => name);
  return [names, ...initParser(schema).stringArrs<string[]>(text)];
}
