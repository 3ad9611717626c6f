/** A hub with records, a sandbox org and an outbound job between them: everything of a run but the thread. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inferSchema, initParser } from 'udsv';
import type { Connector, CrmClientOptions } from '../../../src/connectors/connector.ts';
import { createDynamicsConnector } from '../../../src/connectors/dynamics/index.ts';
import { createSalesforceConnector } from '../../../src/connectors/salesforce/index.ts';
import type { Tuning } from '../../../src/connectors/salesforce/tuning.ts';
import type { InboundJob, Job, OutboundJob } from '../../../src/domain/job.ts';
import type { Run, RunMode } from '../../../src/domain/run.ts';
import { createMainHost } from '../../../src/engine/main-host.ts';
import type { RunHost } from '../../../src/engine/run-host.ts';
import { loadRunSpec } from '../../../src/engine/run-spec.ts';
import { runJob } from '../../../src/engine/run.ts';
import { createSessions } from '../../../src/engine/sessions.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import { openHub } from '../../../src/hub/index.ts';
import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { openStore } from '../../support/open-store.ts';
import type { Store } from '../../support/open-store.ts';
import { aTuning as aDynamicsTuning } from '../../connectors/dynamics/a-tuning.ts';
import { aTuning } from '../../connectors/salesforce/a-tuning.ts';
import { loaded } from '../../support/hub.ts';
import type { HubRow } from '../../support/hub.ts';
import { from } from '../../support/mapping.ts';
import { aConfiguration, aConnection, aJob, aNewRun, anOutboundJob } from '../../support/records.ts';
import { testSqliteUrl } from '../../support/postgres.ts';

export interface OutboundRunOptions {
  readonly mode?: RunMode;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly between?: (host: RunHost) => RunHost;
}

export interface OutboundWorld<Sandbox = SalesforceSandbox> {
  readonly sandbox: Sandbox;
  readonly hub: Hub;
  readonly store: Store;
  readonly jobId: string;
  readonly clock: { ms: number };
  configure(job: Partial<OutboundJob>): Promise<void>;
  /** An inbound job of the same connection, from the same CRM object to the same hub object. */
  addInbound(job: Partial<InboundJob>): Promise<void>;
  /** From now on the connection leads to another org. */
  connectTo(other: Sandbox): Promise<void>;
  /** Accounts of the hub, written as by a job of another connection. */
  put(rows: readonly HubRow[]): Promise<void>;
  claim(options?: OutboundRunOptions, jobId?: string): Promise<Run>;
  execute(run: Run, options?: OutboundRunOptions): Promise<Run>;
  run(options?: OutboundRunOptions, jobId?: string): Promise<Run>;
  /** Answers the question of a run that waits, and takes it again where it goes on. */
  decide(run: Run, kind: 'approved' | 'rejected'): Promise<Run>;
  /** After a crash: the next attempt of the run. */
  again(run: Run): Promise<Run>;
  /** Header and rows. */
  rows(run: Run): string[][];
  rejects(run: Run): string[][];
  close(): Promise<void>;
}

const owner = 'this machine';
export const inboundId = 'job-in';

/** An account by its key, as one that is in the hub from somewhere else. */
export const account = (key: string, values: Readonly<Record<string, unknown>> = {}): HubRow => ({
  crmId: `elsewhere ${key}`,
  keys: [key],
  values,
});

/** A CRM that stands in for the real one, and how a job reaches it. */
interface Crm<Sandbox extends { close(): Promise<void> }> {
  readonly connector: Connector;
  start(now: () => number): Promise<Sandbox>;
  connectionTo(sandbox: Sandbox): Parameters<typeof aConnection>[0];
  readonly job: Pick<OutboundJob, 'target' | 'mapping'>;
}

export function createOutboundWorld(
  hubUrl = testSqliteUrl(),
  client: Partial<CrmClientOptions> = {},
  tuning: Partial<Tuning> = {},
): Promise<OutboundWorld> {
  const salesforce = createSalesforceConnector({ ...aTuning(), ...tuning });
  return createWorldWith<SalesforceSandbox>(hubUrl, {
    connector: {
      ...salesforce,
      openClient: (given: CrmClientOptions) => salesforce.openClient({ ...given, ...client }),
    },
    start: (now) => startSalesforceSandbox({ now }),
    connectionTo: ({ url, credentials: { clientId, clientSecret } }) => ({
      settings: { loginUrl: url, auth: { grant: 'client-credentials', clientId } },
      secrets: { 'auth.clientSecret': clientSecret },
    }),
    job: {
      target: { object: 'Account', matchOn: 'LegacyId__c' },
      mapping: [from('account_id', 'LegacyId__c'), from('name', 'Name'), from('industry', 'Industry')],
    },
  });
}

/** The same with Dynamics 365; what industry an account is in stands in its description. */
export function createDynamicsWorld(hubUrl = testSqliteUrl()): Promise<OutboundWorld<DataverseSandbox>> {
  return createWorldWith<DataverseSandbox>(hubUrl, {
    connector: createDynamicsConnector(aDynamicsTuning()),
    start: (now) => startDataverseSandbox({ now }),
    connectionTo: ({ url, tokenUrl, credentials: { clientId, clientSecret } }) => ({
      connector: 'dynamics',
      settings: { serverUrl: url, auth: { grant: 'client-credentials', tokenUrl, clientId } },
      secrets: { 'auth.clientSecret': clientSecret },
    }),
    job: {
      target: { object: 'account', matchOn: 'acme_legacyid' },
      mapping: [from('account_id', 'acme_legacyid'), from('name', 'name'), from('industry', 'description')],
    },
  });
}

async function createWorldWith<Sandbox extends { close(): Promise<void> }>(
  hubUrl: string,
  crm: Crm<Sandbox>,
): Promise<OutboundWorld<Sandbox>> {
  const clock = { ms: Date.parse('2026-03-01T12:00:00.000Z') };
  const now = (): Date => {
    // No two moments are the same.
    clock.ms += 1;
    return new Date(clock.ms);
  };
  const sandbox = await crm.start(() => clock.ms);
  const home = mkdtempSync(join(tmpdir(), 'crosswalk-outbound-'));
  const dataDir = join(home, 'data');
  mkdirSync(dataDir);
  const encryptionKey = createSecretKey(randomBytes(32));
  const store = await openStore({ url: `sqlite:${join(home, 'store.db')}`, encryptionKey });
  const hub = await openHub({ url: hubUrl, now });
  const { connector } = crm;
  const sessions = createSessions({ store, connectors: { [connector.name]: connector } });
  let org = sandbox;
  let job = anOutboundJob({
    ...crm.job,
    settings: { allowCreate: true, updateExisting: true, emptyValues: 'leave' },
  });

  async function apply(changed: Job): Promise<void> {
    await store.applyConfiguration(
      aConfiguration({
        connections: [aConnection(crm.connectionTo(org))],
        jobs: [{ job: changed }],
      }),
    );
  }

  async function taken(id: string): Promise<Run> {
    const run = await store.runs.claim(owner, now(), id);
    if (run === null) throw new Error('The run could not be claimed.');
    return run;
  }

  async function stored(id: string): Promise<Run> {
    const run = await store.runs.byId(id);
    if (run === null) throw new Error('The run is gone.');
    return run;
  }

  const read = (path: string | null): Buffer => {
    if (path === null) throw new Error('The run has no such file.');
    return readFileSync(join(dataDir, path));
  };

  const world: OutboundWorld<Sandbox> = {
    sandbox,
    hub,
    store,
    jobId: job.id,
    clock,
    async configure(changes) {
      job = { ...job, ...changes };
      await apply(job);
    },
    async connectTo(other) {
      org = other;
      await apply(job);
    },
    addInbound: (changes) => apply(aJob({ id: inboundId, name: 'Accounts in', ...changes })),
    async put(rows) {
      const attributes = [...new Set(rows.flatMap(({ values = {} }) => Object.keys(values)))];
      await loaded(hub, rows, { connectionId: 'elsewhere', jobId: 'job-elsewhere', attributes });
    },
    async claim({ mode = 'incremental', dryRun = false } = {}, jobId = job.id) {
      const { id } = await store.runs.enqueue(aNewRun({ jobId, mode, dryRun, queuedAt: now() }));
      return await taken(id);
    },
    async execute(run, { signal = new AbortController().signal, between } = {}) {
      const spec = await loadRunSpec(run, { store, hub, sessions, dataDir });
      const host = createMainHost({ spec, store, hub, sessions });
      await runJob({ spec, host: between === undefined ? host : between(host), connector, signal, now });
      await host.idle();
      return await stored(run.id);
    },
    run: async (options, jobId) => await world.execute(await world.claim(options, jobId), options),
    async decide({ id, approval }, kind) {
      if (approval === undefined) throw new Error('The run asks nothing.');
      const at = now();
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
    rows: (run) => parseCsv(gunzipSync(read(run.files.rows)).toString('utf8')),
    rejects: (run) =>
      parseCsv(
        read(run.files.rejects)
          .toString('utf8')
          .replace(/^\uFEFF/, ''),
      ),
    async close() {
      await hub.close();
      await store.close();
      await sandbox.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  await world.configure({});
  return world;
}

function parseCsv(text: string): string[][] {
  const header = text.slice(0, text.indexOf('\n') + 1);
  const schema = inferSchema(header, { col: ',', row: '\n', encl: '"' });
  const names = schema.cols.map(({ name }) => name);
  return [names, ...initParser(schema).stringArrs<string[]>(text)];
}
