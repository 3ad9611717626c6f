/** A job that fails again and again is not tried for ever. */
import type { Transaction } from 'sequelize';
import { Op } from 'sequelize';
import { usualDisableAfter } from '../domain/job.ts';
import type { Job } from '../domain/job.ts';
import { tellingStatuses } from '../domain/run-event.ts';
import { toAuditRow } from './audit.ts';
import { ownerOf } from './job-owner.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { JobRow } from './rows.ts';
import { insertOutgoing } from './outbox-insert.ts';

/** A job that runs every minute is not given up for an outage of an hour. */
const shortestFailingMs = 24 * 3_600_000;
const bySystem = { actor: 'crosswalk', door: 'system' };

/** To be called before the run is changed: whoever starts a run takes the job first, too. */
export async function lockJobOf(
  { runs, jobs }: Models,
  runId: string,
  transaction: Transaction,
): Promise<void> {
  const run = await runs.findByPk(runId, { attributes: ['jobId'], transaction });
  if (run !== null) await jobs.findByPk(rowOf(run).jobId, { transaction, lock: true });
}

/**
 * After a run that failed: where all the job's runs of a day at least, and as many as it says, have failed since it was
 * last saved, its scheduling is disabled. That is a new version of the job, and is told.
 */
export async function disableFailing(
  models: Models,
  runId: string,
  now: Date,
  transaction: Transaction,
): Promise<void> {
  const { runs, jobs, jobVersions, audit } = models;
  const { jobId, dryRun } = rowOf(await runs.findByPk(runId, { transaction, rejectOnEmpty: true }));
  const found = dryRun ? null : await jobs.findByPk(jobId, { transaction });
  if (found === null || !rowOf(found).enabled) return;
  const job = jobOf(rowOf(found));
  const failures = job.schedule.disableAfter ?? usualDisableAfter;
  if (failures === 0 || !(await hasFailedFor(models, job, failures, now, transaction))) return;

  const version = job.version + 1;
  const definition = { ...job, version, schedule: { ...job.schedule, enabled: false } };
  const change = { definition, version, enabled: false, nextRunAt: null };
  await jobs.update(change, { where: { id: job.id }, transaction });
  const saved = {
    jobId: job.id,
    version,
    definition,
    savedAt: now,
    savedBy: bySystem.actor,
    door: bySystem.door,
  };
  await jobVersions.create(saved, { transaction });
  const entry = { at: now, ...bySystem, operation: 'disable-failing-job', subject: job.id };
  const [before, after] = [{ enabled: true }, { enabled: false, failures, runId }];
  await audit.create(toAuditRow({ ...entry, before, after }), { transaction });
  await tell(models, definition, { failures, runId, now }, transaction);
}

async function hasFailedFor(
  { runs, jobVersions }: Models,
  { id: jobId, version }: Job,
  failures: number,
  now: Date,
  transaction: Transaction,
): Promise<boolean> {
  const saved = await jobVersions.findOne({ where: { jobId, version }, transaction });
  const since = saved === null ? new Date(0) : rowOf(saved).savedAt;
  const rows = await runs.findAll({
    attributes: ['status', 'queuedAt'],
    where: {
      jobId,
      status: [...tellingStatuses],
      dryRun: false,
      retryOf: null,
      queuedAt: { [Op.gte]: since },
    },
    order: [
      ['queuedAt', 'DESC'],
      ['id', 'DESC'],
    ],
    limit: failures,
    transaction,
  });
  const latest = rows.map(rowOf);
  const first = latest.at(-1);
  if (first === undefined || latest.length < failures) return false;
  const failingMs = now.getTime() - first.queuedAt.getTime();
  return latest.every(({ status }) => status === 'failed') && failingMs >= shortestFailingMs;
}

/** In the channel, whatever its rules are; where there is none, to who saved the job last in Slack. */
async function tell(
  models: Models,
  { id: jobId, version, notify }: Job,
  { failures, runId, now }: { readonly failures: number; readonly runId: string; readonly now: Date },
  transaction: Transaction,
): Promise<void> {
  const to = notify.channel ?? (await ownerOf(models, jobId, transaction));
  if (to === null) return;
  const content = { kind: 'job disabled', jobId, version, failures, runId } as const;
  await insertOutgoing(models, { to, content, jobId }, now, transaction);
}

function jobOf({ definition, version }: JobRow): Job {
  return { ...definition, version };
}
