import { Op, QueryTypes } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { dialectOf } from '../database/open-database.ts';
import { UserError } from '../domain/errors.ts';
import { messageOfRun } from '../domain/webhook.ts';
import type { Webhook, WebhookDelivery, WebhookMessage } from '../domain/webhook.ts';
import type { Run } from '../domain/run.ts';
import { toAuditRow } from './audit.ts';
import { ofTeam, rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { WebhookDeliveryRow, WebhookRow } from './rows.ts';
import type { SecretBox } from './secrets.ts';
import type { WebhookStore } from './message-stores.ts';

/** Each is told of every run that ends. */
export const maxWebhooks = 50;

export function createWebhookStore(database: Sequelize, models: Models, box: SecretBox): WebhookStore {
  const { webhooks, webhookDeliveries, jobs, audit } = models;

  async function due(now: Date, transaction: Transaction | null): Promise<number | null> {
    // PostgreSQL passes over an address that another claim is just taking a message for. One message an address at a
    // time: who is slow keeps nobody else waiting.
    const isTaking = transaction !== null && dialectOf(database) === 'postgres';
    const [found] = await database.query<{ id: number | string }>(
      `SELECT waiting.id FROM webhook_deliveries AS waiting JOIN webhooks ON webhooks.id = waiting.webhook_id
        WHERE ${ofTeam(models, 'waiting')} AND waiting.due_at <= :now
          AND (waiting.lease_until IS NULL OR waiting.lease_until <= :now)
          AND NOT EXISTS (SELECT 1 FROM webhook_deliveries AS busy
                           WHERE busy.webhook_id = waiting.webhook_id AND busy.lease_until > :now)
        ORDER BY waiting.due_at, waiting.id
        LIMIT 1 ${isTaking ? 'FOR NO KEY UPDATE OF webhooks SKIP LOCKED' : ''}`,
      { replacements: { now, team: models.team }, type: QueryTypes.SELECT, transaction },
    );
    return found === undefined ? null : Number(found.id);
  }

  /**
   * Looks once more, with the address in hand: what was found may be as it was before another claim had it. False where
   * the message was sent meanwhile, or another one to the same address is being sent.
   */
  async function lease(
    id: number,
    { claim, now, leaseUntil }: { claim: string; now: Date; leaseUntil: Date },
    transaction: Transaction,
  ): Promise<boolean> {
    const leased = await database.query(
      `/* lease */ UPDATE webhook_deliveries SET claim = :claim, lease_until = :leaseUntil
        WHERE ${ofTeam(models, 'webhook_deliveries')} AND id = :id AND due_at <= :now
          AND NOT EXISTS (SELECT 1 FROM webhook_deliveries AS busy
                           WHERE busy.webhook_id = webhook_deliveries.webhook_id AND busy.lease_until > :now)
       RETURNING id`,
      {
        replacements: { team: models.team, id, claim, now, leaseUntil },
        type: QueryTypes.SELECT,
        transaction,
      },
    );
    return leased.length === 1;
  }

  return {
    async add(webhook, secret, entry) {
      const { id, url, jobId } = webhook;
      const sealed = box.seal(secret, { webhookId: id, url });
      await inTransaction(database, async (transaction) => {
        if (jobId !== null && (await jobs.findByPk(jobId, { transaction, lock: true })) === null) {
          throw new UserError('The job has been deleted in the meantime.', { code: 'unknown_job' });
        }
        if ((await webhooks.count({ transaction })) >= maxWebhooks) {
          throw new UserError(
            `There are ${maxWebhooks} webhooks, and no more can be made. Delete one first.`,
            {
              code: 'too_many_webhooks',
            },
          );
        }
        await webhooks.create({ ...webhook, ...sealed }, { transaction });
        await audit.create(toAuditRow(entry), { transaction });
      });
    },

    async list(jobId) {
      const rows = await webhooks.findAll({
        where: { [Op.or]: [{ jobId }, { jobId: null }] },
        order: ['createdAt', 'id'],
        limit: maxWebhooks,
      });
      return rows.map((row) => toWebhook(rowOf(row)));
    },

    async byId(id) {
      const row = await webhooks.findByPk(id);
      return row === null ? null : toWebhook(rowOf(row));
    },

    async secret(id) {
      const row = await webhooks.findByPk(id);
      if (row === null) return null;
      const { url, keyId, sealed } = rowOf(row);
      return box.open({ keyId, sealed }, { webhookId: id, url });
    },

    remove: (id, entry) =>
      inTransaction(database, async (transaction) => {
        if ((await webhooks.destroy({ where: { id }, transaction })) === 0) return false;
        await audit.create(toAuditRow(entry), { transaction });
        return true;
      }),

    send: (id, message, now, entry) =>
      inTransaction(database, async (transaction) => {
        const row = await webhooks.findByPk(id, { transaction, lock: true });
        if (row === null) return false;
        await webhookDeliveries.create(toDelivery(id, message, now), { transaction });
        await audit.create(toAuditRow(entry), { transaction });
        return true;
      }),

    async deliveries(webhookId, limit) {
      const rows = await webhookDeliveries.findAll({ where: { webhookId }, order: [['id', 'DESC']], limit });
      return rows.map((row) => fromDelivery(rowOf(row)));
    },

    async claim(request) {
      const { claim, now } = request;
      // Looks without a lock first: it is asked once a second, and there is seldom something to do.
      if ((await due(now, null)) === null) return null;
      return await inTransaction(database, async (transaction) => {
        const key = await due(now, transaction);
        if (key === null || !(await lease(key, request, transaction))) return null;
        const found = await webhookDeliveries.findOne({
          where: { id: key },
          transaction,
          rejectOnEmpty: true,
        });
        const { webhookId, messageId: id, type, body, tries } = rowOf(found);
        const webhook = await webhooks.findByPk(webhookId, { transaction, rejectOnEmpty: true });
        return { key, claim, webhookId, url: rowOf(webhook).url, message: { id, type, body }, tries };
      });
    },

    async settle({ key, claim, tries }, outcome) {
      const problem = outcome.kind === 'delivered' ? null : outcome.problem;
      const dueAt = outcome.kind === 'waits' ? outcome.until : null;
      const [changed] = await webhookDeliveries.update(
        { dueAt, problem, tries: tries + 1, claim: null, leaseUntil: null },
        { where: { id: key, claim } },
      );
      return changed === 1;
    },

    waiting: () => webhookDeliveries.count({ where: { dueAt: { [Op.ne]: null } } }),

    async forget(before, limit) {
      const old = await webhookDeliveries.findAll({
        attributes: ['id'],
        where: { createdAt: { [Op.lt]: before }, dueAt: null },
        order: ['createdAt'],
        limit,
      });
      const ids = old.flatMap((row) => rowOf(row).id ?? []);
      return ids.length === 0 ? 0 : await webhookDeliveries.destroy({ where: { id: ids } });
    },
  };
}

/** Written with the end of the run, so that nothing is lost between the two. */
export async function tellWebhooks(
  { webhooks, webhookDeliveries }: Models,
  { run, job }: { readonly run: Run; readonly job: string | null },
  now: Date,
  transaction: Transaction,
): Promise<void> {
  const message = messageOfRun(run, job);
  if (message === null) return;
  const found = await webhooks.findAll({
    where: { [Op.or]: [{ jobId: run.jobId }, { jobId: null }] },
    limit: maxWebhooks,
    transaction,
  });
  const told = found
    .map((row) => rowOf(row))
    .filter(({ events }) => events.some((each) => each === message.type));
  const rows = told.map(({ id }) => toDelivery(id, message, now));
  if (rows.length > 0) await webhookDeliveries.bulkCreate(rows, { ignoreDuplicates: true, transaction });
}

function toDelivery(webhookId: string, message: WebhookMessage, now: Date): WebhookDeliveryRow {
  const { id: messageId, type, body } = message;
  const untried = { claim: null, leaseUntil: null, tries: 0, problem: null };
  return { webhookId, messageId, type, body, createdAt: now, dueAt: now, ...untried };
}

function fromDelivery(row: WebhookDeliveryRow): WebhookDelivery {
  const { messageId: id, type, createdAt, dueAt: nextAt, tries, problem } = row;
  const ended = problem === null ? 'delivered' : 'given up';
  return {
    message: { id, type },
    createdAt,
    state: nextAt === null ? ended : 'waiting',
    tries,
    nextAt,
    problem,
  };
}

function toWebhook({ keyId: _keyId, sealed: _sealed, ...webhook }: WebhookRow): Webhook {
  return webhook;
}
