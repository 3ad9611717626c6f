/** How far each job has come in this hub. */
import type { HubDatabase } from './dialect.ts';

export async function idOfHub(database: HubDatabase): Promise<string> {
  const [row] = await database.read<{ id: string }>('SELECT id FROM hub_identity');
  if (row === undefined) throw new Error('The hub has no id, though a migration gives it one.');
  return row.id;
}

export async function syncedUntil(database: HubDatabase, jobId: string): Promise<string | null> {
  const [row] = await database.read<{ until: string }>('SELECT until FROM job_syncs WHERE job_id = $1', [
    jobId,
  ]);
  return row?.until ?? null;
}

export async function noteSync(database: HubDatabase, jobId: string, until: string): Promise<void> {
  await database.transact(null, (sql) =>
    sql.run(
      `INSERT INTO job_syncs (job_id, until) VALUES ($1, $2)
       ON CONFLICT (job_id) DO UPDATE SET until = excluded.until`,
      [jobId, until],
    ),
  );
}
