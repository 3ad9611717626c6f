import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CrmClient } from '../connectors/connector.ts';
import { checkDraft, draftPaths } from '../domain/draft-check.ts';
import { fromJob } from '../domain/draft.ts';
import { isTold } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import type { Connection, Store } from '../store/store.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/** `failed`: something does not work. `warning`: it works, and somebody should look at it. */
export interface SetupCheck {
  readonly name: string;
  readonly outcome: 'ok' | 'warning' | 'failed';
  /** What was found, and where it is not ok, what to do. */
  readonly detail: string;
}

/** From this share of the daily limit on, the use of the CRM's API is worth a look. */
const highUsage = 0.75;

/** Looks at everything that Crosswalk needs to work: databases, folder, key, connections, jobs. Changes nothing. */
export async function checkSetup(deps: OperationDeps, context: OperationContext): Promise<SetupCheck[]> {
  authorize(context, 'admin', 'check the setup');
  const checks = [
    await check('Data folder', () => checkFolder(deps.dataDir)),
    await check('State database', async () => {
      const jobs = await (await deps.store()).jobs.list();
      return ok(`DATABASE_URL can be used; it holds ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}.`);
    }),
    await check('Hub database', async () => {
      await (await deps.hub()).attributes('accounts');
      return ok('HUB_DATABASE_URL can be used.');
    }),
  ];
  if (checks.some(({ name, outcome }) => name === 'State database' && outcome === 'failed')) return checks;
  const store = await deps.store();
  const connections = await store.connections.list();
  checks.push(await check('Encryption key', () => checkKey(deps, store, connections)));
  const jobs = await store.jobs.list();
  for (const connection of connections) {
    checks.push(...(await checkConnection(deps, connection, jobs)));
  }
  return checks;
}

type Finding = Omit<SetupCheck, 'name'>;

const ok = (detail: string): Finding => ({ outcome: 'ok', detail });

/** Whatever is meant for people is a finding; anything else is a bug, and fails loudly. */
async function check(name: string, look: () => Promise<Finding>): Promise<SetupCheck> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    if (!isTold(error)) throw error;
    return { name, outcome: 'failed', detail: error.message };
  }
}

async function checkFolder(folder: string): Promise<Finding> {
  const probe = join(folder, `.check-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
    return ok(`DATA_DIR (${folder}) can be written.`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error';
    const advice =
      'Give the account that runs Crosswalk the right to write there, or set DATA_DIR to another folder.';
    return { outcome: 'failed', detail: `DATA_DIR (${folder}) cannot be written (${code}). ${advice}` };
  }
}

async function checkKey(
  { hasEncryptionKey }: OperationDeps,
  { connections }: Store,
  all: readonly Connection[],
): Promise<Finding> {
  let secrets = 0;
  for (const { id } of all) {
    const names = await connections.secretNames(id);
    if (names.length === 0) continue;
    secrets += names.length;
    await connections.secretSettings(id);
  }
  if (hasEncryptionKey) {
    return ok(`ENCRYPTION_KEY is set. Stored secrets that it opens: ${secrets}.`);
  }
  const detail =
    'ENCRYPTION_KEY is not set: no connection with a secret can be stored. Set it to what `openssl rand -base64 32` prints, and keep it.';
  return { outcome: 'warning', detail };
}

async function checkConnection(
  deps: OperationDeps,
  connection: Connection,
  jobs: readonly Job[],
): Promise<SetupCheck[]> {
  const opened: CrmClient[] = [];
  const checks = [
    await check(`Connection ${connection.name}`, async () => {
      const sessions = await deps.sessions();
      const { apiVersion } = await sessions.of(connection.id).get();
      const client = await sessions.openClient(connection.id);
      opened.push(client);
      return await checkOrg(client, apiVersion);
    }),
  ];
  const [client] = opened;
  try {
    if (client === undefined || checks[0]?.outcome === 'failed') return checks;
    for (const job of jobs) {
      if (job.connectionId !== connection.id) continue;
      checks.push(await check(`Job ${job.name}`, () => checkJob(deps, client, job)));
    }
    return checks;
  } finally {
    await client?.close();
  }
}

async function checkOrg(client: CrmClient, apiVersion: string | undefined): Promise<Finding> {
  const { orgName, userName, apiUsage } = await client.identify();
  const version = apiVersion === undefined ? '' : `, API version ${apiVersion}`;
  const who = `Logged in to ${orgName} as ${userName}${version}.`;
  if (apiUsage === null) return ok(who);
  const { used, limit } = apiUsage;
  const share = limit === 0 ? 0 : used / limit;
  const usage = `${used} of ${limit} API requests of the last 24 hours are used (${Math.round(share * 100)} %).`;
  if (share < highUsage) return ok(`${who} ${usage}`);
  const advice = 'Run jobs less often, or find out what else uses them up.';
  return { outcome: 'warning', detail: `${who} ${usage} ${advice}` };
}

async function checkJob(deps: OperationDeps, client: CrmClient, job: Job): Promise<Finding> {
  if (job.direction === 'outbound') {
    return { outcome: 'warning', detail: 'Outbound jobs are not run by this version.' };
  }
  const draft = fromJob(job);
  const schema = await client.loadSchema(job.source.object, draftPaths(draft));
  const attributes = await (await deps.hub()).attributes(job.target.object);
  const { problems } = checkDraft(draft, { schema, attributes, otherNames: [] });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return ok('Object, filter, mapping and schedule fit.');
  const detail = errors.map(({ message }) => message).join(' ');
  return { outcome: 'failed', detail: `${detail} Change the job, and apply it again.` };
}
