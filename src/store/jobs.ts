import { literal, Op } from 'sequelize';
import type { Sequelize, WhereOptions } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import type { Job } from '../domain/job.ts';
import { nameKey } from '../domain/name-key.ts';
import { toAuditRow } from './audit.ts';
import { tellChange, tellDeletion } from './job-messages.ts';
import { noteSchema } from './job-schemas.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { JobRow, JobVersionRow } from './rows.ts';
import { activeRunOf, insertQueued } from './enqueue.ts';
import { toJob } from './job-rows.ts';
import { createKnownJobs } from './known-jobs.ts';
import { saveWantedJob } from './save-wanted-job.ts';
import type { JobStore, SavedBy } from './job-store.ts';

/** Of teams whose workspace has removed the app nothing fires. */
const ofThoseWhoAreThere = literal('team_id NOT IN (SELECT id FROM teams WHERE left_at IS NOT NULL)');

export function createJobStore(database: Sequelize, models: Models): JobStore {
  const { jobs, jobVersions, jobCursors } = models;

  async function first(where: WhereOptions<JobRow>): Promise<Job | null> {
    const row = await jobs.findOne({ where });
    return row === null ? null : toJob(rowOf(row));
  }

  /** Enabled jobs that fire at such a time, earliest first. */
  async function scheduled(
    when: WhereOptions<JobRow>,
    limit?: number,
  ): Promise<{ job: Job; nextRunAt: Date }[]> {
    const rows = await jobs.findAll({
      where: { [Op.and]: [{ enabled: true }, when, ofThoseWhoAreThere] },
      order: ['nextRunAt', 'id'],
      ...(limit === undefined ? {} : { limit }),
    });
    return rows.flatMap((row) => {
      const { nextRunAt, ...job } = rowOf(row);
      return nextRunAt === null ? [] : [{ job: toJob(job), nextRunAt }];
    });
  }

  return {
    list: createKnownJobs(models),

    byId: (id) => first({ id }),
    byName: (name) => first({ nameKey: nameKey(name) }),

    async version(id, version) {
      const row = await jobVersions.findOne({ where: { jobId: id, version } });
      return row === null ? null : toJob(rowOf(row));
    },

    async versions(id, { limit, offset }) {
      const where = { jobId: id };
      const order: [string, string][] = [['version', 'DESC']];
      const { rows, count } = await jobVersions.findAndCountAll({ where, order, limit, offset });
      const versions = rows.map(rowOf).map((row) => ({ job: toJob(row), saved: savedByOf(row) }));
      return { versions, total: count };
    },

    async savedBy(id) {
      const row = await jobVersions.findOne({ where: { jobId: id }, order: [['version', 'DESC']] });
      return row === null ? null : savedByOf(rowOf(row));
    },

    async nextRunAt(id) {
      const row = await jobs.findByPk(id);
      if (row === null) return null;
      const { enabled, nextRunAt } = rowOf(row);
      return enabled ? nextRunAt : null;
    },

    async due(now, limit, except = []) {
      const others = except.map(({ jobId, dueAt }) => ({ [Op.not]: { id: jobId, nextRunAt: dueAt } }));
      // Nobody gets in by them until a person consents anew: their jobs would fail at every turn.
      const expired = await models.connections.findAll({ where: { state: 'expired' }, attributes: ['id'] });
      const waiting = expired.map((row) => rowOf(row).id);
      const usable = waiting.length === 0 ? [] : [{ connectionId: { [Op.notIn]: waiting } }];
      const due = await scheduled(
        { [Op.and]: [{ nextRunAt: { [Op.lte]: now } }, ...others, ...usable] },
        limit,
      );
      return due.map(({ job, nextRunAt }) => ({ job, dueAt: nextRunAt }));
    },

    scheduled: () => scheduled({ nextRunAt: { [Op.ne]: null } }),

    async nextRuns() {
      const rows = await jobs.findAll({
        attributes: ['id', 'nextRunAt'],
        where: { [Op.and]: [{ enabled: true, nextRunAt: { [Op.ne]: null } }, ofThoseWhoAreThere] },
        // No models around so many of them.
        raw: true,
      });
      // SQLite gives text there.
      const all = rows as unknown as readonly { readonly id: string; readonly nextRunAt: Date | string }[];
      return new Map(all.map(({ id, nextRunAt }) => [id, new Date(nextRunAt)]));
    },

    async forgetCursor(id) {
      await jobCursors.destroy({ where: { jobId: id } });
    },

    async schemasCheckedAt() {
      const rows = await models.jobSchemas.findAll({ attributes: ['jobId', 'checkedAt'] });
      return new Map(rows.map(rowOf).map(({ jobId, checkedAt }) => [jobId, checkedAt]));
    },

    noteSchema: (id, schema) => noteSchema(database, models, id, schema),

    async reschedule(id, expected, next) {
      const [moved] = await jobs.update(
        { nextRunAt: next },
        { where: { id, enabled: true, nextRunAt: expected } },
      );
      return moved === 1;
    },

    async earliestRunAt(after) {
      const row = await jobs.findOne({
        where: {
          [Op.and]: [
            { enabled: true, nextRunAt: after === undefined ? { [Op.ne]: null } : { [Op.gt]: after } },
            ofThoseWhoAreThere,
          ],
        },
        order: ['nextRunAt'],
      });
      return row === null ? null : rowOf(row).nextRunAt;
    },

    advance: (id, expected, next, run) =>
      inTransaction(database, async (transaction) => {
        const [moved] = await jobs.update(
          { nextRunAt: next },
          { where: { id, enabled: true, nextRunAt: expected }, transaction },
        );
        if (moved === 0) return 'moved before';
        if (await insertQueued(models, run, transaction)) return 'queued';
        if (next !== null) return 'overlap';
        await jobs.update({ nextRunAt: expected }, { where: { id }, transaction });
        return 'postponed';
      }),

    save: (wanted) => saveWantedJob(database, models, wanted),

    remove: (id, by, audit) =>
      inTransaction(database, async (transaction) => {
        const row = await jobs.findByPk(id, { transaction, lock: true });
        if (row === null) return { kind: 'gone' };
        const active = await activeRunOf(models, id, transaction);
        if (active !== null) return { kind: 'active', runId: active.id };
        // Versions and cursor go with it.
        await jobs.destroy({ where: { id }, transaction });
        await models.drafts.destroy({ where: { subject: id, owner: by }, transaction });
        await models.closedChannels.destroy({ where: { jobId: id }, transaction });
        await models.audit.create(toAuditRow(audit), { transaction });
        await tellDeletion(models, toJob(rowOf(row)), audit, transaction);
        return { kind: 'deleted' };
      }),

    change: (id, change, { at, actor, door }) =>
      inTransaction(database, async (transaction) => {
        const row = await jobs.findByPk(id, { transaction, lock: true });
        if (row === null) return null;
        const stored = toJob(rowOf(row));
        const changed = change(stored);
        if (changed === null) return stored;
        const version = stored.version + 1;
        const { nextRunAt, job, audit } = changed;
        const definition = { ...job, version };
        const enabled = job.schedule.enabled;
        await jobs.update({ definition, version, enabled, nextRunAt }, { where: { id }, transaction });
        const saved = { jobId: id, version, definition, savedAt: at, savedBy: actor, door };
        await jobVersions.create(saved, { transaction });
        await models.audit.create(toAuditRow(audit), { transaction });
        await tellChange(models, definition, at, transaction);
        return definition;
      }),

    async cursor(id) {
      const row = await jobCursors.findByPk(id);
      if (row === null) return null;
      const { until, fingerprint, lastFullAt, deletionMark } = rowOf(row);
      return { until, fingerprint, lastFullAt, ...(deletionMark === null ? {} : { deletionMark }) };
    },
  };
}

function savedByOf({ savedAt, savedBy, door }: JobVersionRow): SavedBy {
  return { at: savedAt, actor: savedBy, door };
}
