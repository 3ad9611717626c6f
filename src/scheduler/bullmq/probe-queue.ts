/** Whether what QUEUE_URL names can be used, asked with a connection that is closed again. */
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { UserError } from '../../domain/errors.ts';
import { describeQueue, queueKindOf } from './queue-address.ts';
import type { QueueKind } from './queue-address.ts';

/** What was found that should be otherwise, in words; null where all is well. */
export type QueueAdvice = string | null;

const connectWithinMs = 5_000;
const oldestRedis = { major: 6, minor: 2 };
const oldestPostgres = 13;

/** @throws UserError `queue_unusable`, one line that names the server and never a secret */
export async function probeQueue(url: string): Promise<QueueAdvice> {
  try {
    return await probes[queueKindOf(url)](url);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `QUEUE_URL: ${describeQueue(url)} cannot be used: ${reasonOf(error)}. ` +
        'See that it runs, that this machine may reach it, and that name and password are right. Until then it goes ' +
        'without: with QUEUE_URL= (set to nothing) before the command, runs queue in the state database.',
      { code: 'queue_unusable', cause: error },
    );
  }
}

const probes: Readonly<Record<QueueKind, (url: string) => Promise<QueueAdvice>>> = {
  redis: probeRedis,
  postgres: probePostgres,
};

async function probeRedis(url: string): Promise<QueueAdvice> {
  const failures: Error[] = [];
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectWithinMs,
    commandTimeout: connectWithinMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What `connect` rejects with is often only that the connection was closed; why comes as an event.
  redis.on('error', (error: Error) => failures.push(error));
  try {
    await redis.connect();
    return adviceFor(url, await redis.info());
  } catch (error) {
    throw failures[0] ?? error;
  } finally {
    redis.disconnect();
  }
}

function adviceFor(url: string, info: string): QueueAdvice {
  const version = /^(?:redis|valkey)_version:(\d+)\.(\d+)/m.exec(info);
  const [major, minor] = [Number(version?.[1]), Number(version?.[2])];
  if (major < oldestRedis.major || (major === oldestRedis.major && minor < oldestRedis.minor)) {
    throw new UserError(
      `QUEUE_URL: ${describeQueue(url)} is version ${major}.${minor}, and ${oldestRedis.major}.${oldestRedis.minor} ` +
        'or newer is needed.',
      { code: 'queue_unusable' },
    );
  }
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction';
  if (policy === 'noeviction') return null;
  return (
    `${describeQueue(url)} throws entries away when its memory is full (maxmemory-policy ${policy}). ` +
    'Set it to noeviction: what is lost is added again, but late.'
  );
}

async function probePostgres(url: string): Promise<QueueAdvice> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectWithinMs,
    query_timeout: connectWithinMs,
  });
  // A connection that breaks says so twice: what is awaited rejects, and without a listener this would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ num: string }>(
      `SELECT current_setting('server_version_num') AS num`,
    );
    const major = Math.floor(Number(rows[0]?.num) / 10_000);
    if (major >= oldestPostgres) return null;
    throw new UserError(
      `QUEUE_URL: ${describeQueue(url)} is version ${major}, and ${oldestPostgres} or newer is needed.`,
      { code: 'queue_unusable' },
    );
  } finally {
    await client.end();
  }
}

const untrusted = 'nobody vouches for its certificate (NODE_EXTRA_CA_CERTS names a file with who does)';

const knownCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'there is no such host',
  ETIMEDOUT: 'it does not answer in time',
  '28P01': 'name or password is wrong',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  '3D000': 'there is no such database',
};

/** A driver's message may repeat what it was given: of the known ones the words, of others the kind. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it could not be reached';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^(?:WRONGPASS|NOAUTH|NOPERM|ERR AUTH|ERR invalid password)/.test(error.message)) {
    return 'name or password is wrong';
  }
  return knownCodes[code] ?? (code === '' ? error.name : `${error.name} ${code}`);
}
