import type { Connection } from '../store/connection-store.ts';
import type { Store } from '../store/store.ts';
import { variableFor } from './job-file-connection.ts';
import { writeJobFile } from './job-file-write.ts';
import type { WrittenConnection } from './job-file-write.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/** All connections and jobs as a file that `apply` takes, in the order of their names. Never a secret. */
export async function exportConfiguration(deps: OperationDeps, context: OperationContext): Promise<string> {
  authorize(context, 'admin', 'export connections and jobs');
  const store = await deps.store();
  const connections = await store.connections.list();
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  const jobs = await store.jobs.list();
  return writeJobFile(
    await Promise.all(connections.map((connection) => written(store, connection))),
    jobs.map((job) => ({ job, connection: names.get(job.connectionId) ?? '' })),
  );
}

async function written(store: Store, connection: Connection): Promise<WrittenConnection> {
  const { id, name, connector, settings, placeholders } = connection;
  // Those that were entered in a browser: the file leaves them out, and applied here it leaves them as they are.
  const unnamed = (await store.connections.secretNames(id)).filter((path) => !(path in placeholders));
  const kept = unnamed.map((path) => [path, `\${${variableFor(`${name} ${path}`)}}`] as const);
  return { name, connector, settings, placeholders, kept: Object.fromEntries(kept) };
}
