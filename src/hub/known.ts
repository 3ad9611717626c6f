/** How many records a job knows: against that it is seen whether a run would change suspiciously many. */
import type { HubDatabase } from './dialect.ts';

export async function countKnown(database: HubDatabase, jobId: string): Promise<number> {
  const [row] = await database.read<{ matched: number | string; sent: number | string }>(
    `SELECT (SELECT COUNT(*) FROM matches
              WHERE scope_id IN (SELECT id FROM match_scopes WHERE job_id = $1)) AS matched,
            (SELECT COUNT(*) FROM sent
              WHERE scope_id IN (SELECT id FROM send_scopes WHERE job_id = $1)) AS sent`,
    [jobId],
  );
  return Number(row?.matched ?? 0) + Number(row?.sent ?? 0);
}
