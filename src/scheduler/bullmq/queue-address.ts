/** What QUEUE_URL and DATABASE_URL say about where runs queue. */
import { createHash } from 'node:crypto';

export type QueueKind = 'redis' | 'postgres';

export function queueKindOf(url: string): QueueKind {
  return url.startsWith('redis') ? 'redis' : 'postgres';
}

/** For people and logs: never with the name or the password. */
export function describeQueue(url: string): string {
  const { hostname, port } = new URL(url);
  const [system, usualPort] = queueKindOf(url) === 'redis' ? ['Redis', '6379'] : ['PostgreSQL', '5432'];
  return `${system} at ${hostname === '' ? 'localhost' : hostname}:${port === '' ? usualPort : port}`;
}

/**
 * A queue of its own for each state database, so that two installations on one Redis do not drop each other's
 * entries. Instances that write the same database's address differently have two queues, which does no harm: each
 * holds all runs, and a run is claimed in the database.
 */
export function queueNameOf(databaseUrl: string): string {
  const where = databaseUrl.startsWith('sqlite:') ? databaseUrl : placeOf(new URL(databaseUrl));
  return `runs-${createHash('sha256').update(where).digest('hex').slice(0, 12)}`;
}

const placeOf = ({ hostname, port, pathname }: URL): string =>
  [hostname, port === '' ? '5432' : port, pathname].join('/');
