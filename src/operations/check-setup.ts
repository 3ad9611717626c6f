import { randomUUID } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseState } from '../domain/database-state.ts';
import { someNamed } from '../domain/some-named.ts';
import { assertCanBeMade } from '../files/can-be-made.ts';
import { codeOf } from '../files/code-of.ts';
import type { Store } from '../store/store.ts';
import { checkConnection } from './check-connection.ts';
import type { HubAttributes } from './check-connection.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';
import { check, failed, ok, warning } from './setup-finding.ts';
import type { Finding, SetupCheck } from './setup-finding.ts';
import { lookAtSecrets } from './stored-secrets.ts';
import type { ClosedSecrets } from './stored-secrets.ts';

/** Looks at everything that Crosswalk needs to work: databases, folder, key, connections, jobs. Changes nothing. */
export async function checkSetup(deps: OperationDeps, context: OperationContext): Promise<SetupCheck[]> {
  authorize(context, 'admin', 'check the setup');
  const folder = await check('Data folder', () => checkFolder(deps.dataDir));
  let store: Store | null = null;
  const state = await check('State database', async () => {
    const found = await deps.inspect.store();
    if (found !== 'ready') return notReady('DATABASE_URL', found);
    store = await deps.store();
    const { length } = await store.jobs.list();
    return ok(`DATABASE_URL can be used; it holds ${length} ${length === 1 ? 'job' : 'jobs'}.`);
  });
  let attributes: HubAttributes = null;
  const hub = await check('Hub database', async () => {
    const found = await deps.inspect.hub();
    if (found !== 'ready') return notReady('HUB_DATABASE_URL', found);
    const opened = await deps.hub();
    await opened.attributes('accounts');
    attributes = (object) => opened.attributes(object);
    return ok('HUB_DATABASE_URL can be used.');
  });
  const queue = await check('Queue', () => checkQueue(deps));
  const checks = [folder, state, hub, queue];
  return store === null ? checks : [...checks, ...(await checkStored(deps, store, attributes))];
}

async function checkStored(
  deps: OperationDeps,
  store: Store,
  attributes: HubAttributes,
): Promise<SetupCheck[]> {
  const checks = [await check('Encryption key', () => checkKey(deps, store))];
  const jobs = await store.jobs.list();
  if (attributes === null && jobs.length > 0) {
    const detail = 'Not held against the CRM, because the hub database cannot be looked into: see above.';
    checks.push({ name: 'Jobs', ...warning(detail) });
  }
  const { syncs: lastRuns } = await store.runs.latest();
  for (const connection of await store.connections.list()) {
    checks.push(...(await checkConnection(deps, connection, jobs, lastRuns, attributes)));
  }
  return checks;
}

async function checkQueue({ inspect }: OperationDeps): Promise<Finding> {
  const found = await inspect.queue();
  if (found === null) return ok('Runs queue in the state database.');
  return found.advice === null ? ok(`Runs queue on ${found.where}.`) : warning(found.advice);
}

function notReady(setting: string, state: Exclude<DatabaseState, 'ready'>): Finding {
  if (state === 'outdated') {
    return warning(
      `${setting}: an older version of Crosswalk used it last. \`crosswalk start\` or \`crosswalk apply\` brings it up to date.`,
    );
  }
  return warning(
    `${setting}: not there yet; \`crosswalk apply\` or \`crosswalk start\` will make it. Where there should be one, correct the setting.`,
  );
}

async function checkFolder(folder: string): Promise<Finding> {
  let trouble = 'cannot be written';
  try {
    const found = await stat(folder).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (found === null) {
      trouble = 'is not there and cannot be made';
      assertCanBeMade(folder);
      return ok(`DATA_DIR (${folder}) is not there yet; the first run will make it.`);
    }
    const probe = join(folder, `.check-${randomUUID()}`);
    await writeFile(probe, '');
    await rm(probe);
    return ok(`DATA_DIR (${folder}) can be written.`);
  } catch (error) {
    const advice =
      'Give the account that runs Crosswalk the right to write there, or set DATA_DIR to another folder.';
    const why = codeOf(error) || 'an unknown error';
    return failed(`DATA_DIR (${folder}) ${trouble} (${why}). ${advice}`);
  }
}

async function checkKey({ hasEncryptionKey }: OperationDeps, store: Store): Promise<Finding> {
  const { open, closed } = await lookAtSecrets(store);
  if (closed.length > 0) return failed(whyClosed(closed));
  if (hasEncryptionKey) return ok(`ENCRYPTION_KEY is set. Stored secrets that it opens: ${open}.`);
  return warning(
    'ENCRYPTION_KEY is not set: no connection with a secret can be stored. Set it to what `openssl rand -base64 32` prints, and keep it.',
  );
}

const maxNamed = 10;

/** What many have in common is said of the first. */
function whyClosed(closed: readonly ClosedSecrets[]): string {
  const kinds = new Map<string, ClosedSecrets[]>();
  for (const each of closed) kinds.set(each.why.code, [...(kinds.get(each.why.code) ?? []), each]);
  return [...kinds.values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [first.why.message + likewise(others)]))
    .join(' ');
}

function likewise(others: readonly ClosedSecrets[]): string {
  const { length } = others;
  if (length === 0) return '';
  const names = others.map(({ connection }) => `"${connection.name}"`);
  const which = length === 1 ? 'another connection' : `${length} other connections`;
  return ` It is the same with ${which}: ${someNamed(names, maxNamed)}.`;
}
