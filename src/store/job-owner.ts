import type { Transaction } from 'sequelize';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';

/** Who saved the job last in Slack; null where nobody did. */
export async function ownerOf(
  { jobVersions }: Pick<Models, 'jobVersions'>,
  jobId: string,
  transaction: Transaction,
): Promise<string | null> {
  const row = await jobVersions.findOne({
    where: { jobId, door: 'slack' },
    order: [['version', 'DESC']],
    transaction,
  });
  return row === null ? null : rowOf(row).savedBy;
}
