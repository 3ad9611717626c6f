/** Operations on a real store and a Salesforce that answers, as compose.ts puts them together. */
import { createSecretKey } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assistant } from '../../src/assistant/assistant.ts';
import { builtInAssistant } from '../../src/assistant/built-in/index.ts';
import { createDynamicsConnector } from '../../src/connectors/dynamics/index.ts';
import { createSalesforceConnector } from '../../src/connectors/salesforce/index.ts';
import { createSessions } from '../../src/engine/sessions.ts';
import { inspectHub, openHub } from '../../src/hub/index.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { askRate } from '../../src/operations/assistant/ask-rate.ts';
import { createOperations } from '../../src/operations/index.ts';
import type { Operations } from '../../src/operations/index.ts';
import type { OperationContext, OperationDeps } from '../../src/operations/operation.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { openStore } from './open-store.ts';
import { inspectStore } from '../../src/store/index.ts';
import type { Store } from './open-store.ts';
import { aTuning } from '../connectors/salesforce/a-tuning.ts';
import { noon } from './records.ts';
import { recordedLog } from './recorded-log.ts';
import type { RecordedLog } from './recorded-log.ts';
import { testSqliteUrl } from './postgres.ts';

export const admin: OperationContext = { actor: 'ada', role: 'admin', door: 'cli', now: noon };
export const operator: OperationContext = { ...admin, actor: 'bob', role: 'operator' };
export const viewer: OperationContext = { ...admin, actor: 'eve', role: 'viewer' };

export interface OperationsBench {
  readonly operations: Operations;
  /** Of the store. */
  readonly url: string;
  readonly hubUrl: string;
  readonly deps: OperationDeps;
  readonly store: Store;
  readonly hub: Hub;
  /** What the operations have logged. */
  readonly log: RecordedLog;
  /** What placeholders stand for. */
  readonly environment: Map<string, string>;
  /** Who is asked from now on; at first it is the built-in translator. */
  readonly setAssistant: (assistant: Assistant) => void;
  /** How often the scheduler was told that there is something new. */
  readonly wakes: () => number;
  readonly close: () => Promise<void>;
}

/** On databases of their own unless told otherwise. */
export async function openOperations(
  sandbox: SalesforceSandbox,
  {
    url = testSqliteUrl(),
    hubUrl = testSqliteUrl(),
  }: { readonly url?: string; readonly hubUrl?: string } = {},
): Promise<OperationsBench> {
  const store = await openStore({ url, encryptionKey: createSecretKey(Buffer.alloc(32, 7)) });
  const hub = await openHub({ url: hubUrl });
  const connectors = {
    salesforce: createSalesforceConnector(aTuning({ attempts: 2 })),
    dynamics: createDynamicsConnector({ attempts: 2 }),
  };
  const environment = new Map([
    ['SF_CLIENT_ID', sandbox.credentials.clientId],
    ['SF_CLIENT_SECRET', sandbox.credentials.clientSecret],
    ['SF_URL', sandbox.url],
  ]);
  const sessions = createSessions({ store, connectors });
  let assistant = builtInAssistant;
  const recorded = recordedLog();
  let wakes = 0;
  let ids = 0;
  const deps: OperationDeps = {
    store: () => Promise.resolve(store),
    secrets: () => Promise.resolve(store.secrets),
    hub: () => Promise.resolve(hub),
    connectors: () => Promise.resolve(Object.values(connectors)),
    sessions: () => Promise.resolve(sessions),
    scheduler: () => Promise.resolve({ recover: () => Promise.resolve({ resumed: [], failed: [] }) }),
    assistant: () => Promise.resolve(assistant),
    modelName: 'test-model',
    askRate,
    log: recorded.log,
    wake: () => void (wakes += 1),
    inspect: {
      store: () => inspectStore(url),
      hub: () => inspectHub(hubUrl),
      queue: () => Promise.resolve(null),
    },
    environment: (name) => environment.get(name),
    hasEncryptionKey: true,
    defaultRole: 'viewer',
    allowsPrivateWebhooks: false,
    connectAddresses: 'any',
    connectApps: {},
    connectDefaults: {},
    dataDir: mkdtempSync(join(tmpdir(), 'crosswalk-data-')),
    newId: () => `id-${(ids += 1)}`,
  };
  const operations = createOperations(deps);
  const setAssistant = (given: Assistant): void => void (assistant = given);
  const close = async (): Promise<void> => {
    await hub.close();
    await store.close();
  };
  const parts = { operations, url, hubUrl, deps, store, hub, log: recorded, environment, setAssistant };
  return { ...parts, wakes: () => wakes, close };
}

/**
 * For the suite around the call: one Salesforce for all of its tests, and new databases for each.
 *
 * @param begin called before each test
 * @param fresh gives the URL of a new, empty database; SQLite where it is not given
 */
export function operationsForEach(
  begin: (bench: OperationsBench, sandbox: SalesforceSandbox) => void | Promise<void>,
  fresh: () => Promise<string> = () => Promise.resolve(testSqliteUrl()),
): void {
  let sandbox: SalesforceSandbox;
  let bench: OperationsBench;
  before(async () => {
    sandbox = await startSalesforceSandbox();
  });
  after(() => sandbox.close());
  beforeEach(async () => {
    bench = await openOperations(sandbox, { url: await fresh(), hubUrl: await fresh() });
    await begin(bench, sandbox);
  });
  afterEach(() => bench.close());
}

/** A file with one connection to the sandbox and one job. */
export const aJobsFile = `connections:
  - name: Acme Salesforce
    connector: salesforce
    loginUrl: "\${SF_URL}"
    auth:
      grant: client-credentials
      clientId: "\${SF_CLIENT_ID}"
      clientSecret: "\${SF_CLIENT_SECRET}"
jobs:
  - name: Customer accounts
    description: Customers, every hour
    direction: inbound
    connection: Acme Salesforce
    source:
      object: Account
      filter: AccountType__c = 'customer' AND Industry IN ('Banking','Energy')
    target: { object: accounts }
    mapping:
      - { from: Id, to: account_id }
      - { from: Name, to: name }
      - { from: Owner.Name, to: success_manager, note: until the owner's e-mail is filled in }
      - { from: CloseDate__c, to: renewal_date, type: date, formats: [ dd/MM/yyyy, yyyy-MM-dd ] }
      - { formula: UPPER(Industry), to: industry, type: text }
      - { constant: salesforce, to: origin, type: text }
    settings: { allowCreate: true, resolveConflicts: true }
    schedule: { run: hourly, minute: 5, timezone: Europe/Berlin, fullSync: daily, enabled: true }
    notify: { channel: "#crm-syncs", on: [ failed, recovered ] }
`;

const [connectionPart = ''] = aJobsFile.split('jobs:\n');

/** A file with the same connection and one job that exports data. */
export const anOutboundFile = `${connectionPart}jobs:
  - name: Health back to Salesforce
    direction: outbound
    connection: Acme Salesforce
    source: { object: accounts, filter: "health = 'red'" }
    target: { object: Account, matchOn: Id }
    mapping:
      - { from: account_id, to: Id }
      - { from: health, to: Health__c }
    settings: { allowCreate: false, updateExisting: true }
    schedule: { run: daily, at: "06:30", timezone: UTC, enabled: true }
`;
