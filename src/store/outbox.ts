import { Op, QueryTypes } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import { inTransaction } from '../database/in-transaction.ts';
import { dialectOf } from '../database/open-database.ts';
import { outgoingKey } from '../domain/outgoing.ts';
import type { ClaimedOutgoing, ClaimRequest, Place } from '../domain/outgoing.ts';
import { ofTeam, rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { OutboxRow } from './rows.ts';
import { insertOutgoing } from './outbox-insert.ts';
import { settle } from './outbox-settle.ts';
import type { OutboxStore } from './message-stores.ts';

export function createOutboxStore(database: Sequelize, models: Models): OutboxStore {
  const { outbox, outboxLanes, closedChannels } = models;

  /** The message that is due and has waited longest, whose lane nobody holds. */
  async function due(
    { now, posts, edits }: ClaimRequest,
    transaction: Transaction | null,
  ): Promise<{ key: string; lane: string } | null> {
    // PostgreSQL passes over a lane that another claim is just taking instead of waiting for it.
    const isTaking = transaction !== null && dialectOf(database) === 'postgres';
    const [found] = await database.query<{ key: string; lane: string }>(
      `SELECT outbox."key", outbox.lane
         FROM outbox JOIN outbox_lanes ON outbox_lanes.lane = outbox.lane AND outbox_lanes.team_id = outbox.team_id
        WHERE ${ofTeam(models, 'outbox')} AND outbox.due_at <= :now
          AND (outbox_lanes.lease_until IS NULL OR outbox_lanes.lease_until <= :now)
          AND CASE WHEN outbox.ts IS NULL THEN :posts AND outbox_lanes.post_after <= :now ELSE :edits END
        ORDER BY outbox.due_at, outbox.id
        LIMIT 1 ${isTaking ? 'FOR UPDATE OF outbox_lanes SKIP LOCKED' : ''}`,
      { replacements: { team: models.team, now, posts, edits }, type: QueryTypes.SELECT, transaction },
    );
    return found ?? null;
  }

  async function take(request: ClaimRequest, transaction: Transaction): Promise<ClaimedOutgoing | null> {
    const found = await due(request, transaction);
    if (found === null) return null;
    const { claim, leaseUntil } = request;
    await outboxLanes.update({ claim, leaseUntil }, { where: { lane: found.lane }, transaction });
    const model = await outbox.findOne({ where: { key: found.key }, transaction, rejectOnEmpty: true });
    const row = rowOf(model);
    const thread = await placeOf(row.threadOf, transaction);
    return toClaimed(row, thread, claim);
  }

  async function placeOf(key: string | null, transaction: Transaction | null): Promise<Place | null> {
    if (key === null) return null;
    const model = await outbox.findOne({ where: { key }, transaction });
    return model === null ? null : toPlace(rowOf(model));
  }

  return {
    async add(message, now) {
      await inTransaction(database, (transaction) => insertOutgoing(models, message, now, transaction));
    },

    waiting: () => outbox.count({ where: { dueAt: { [Op.ne]: null }, ts: null } }),

    async claim(request) {
      // Looks without a lock first: it is asked once a second, and there is seldom something to do.
      if ((await due(request, null)) === null) return null;
      return await inTransaction(database, (transaction) => take(request, transaction));
    },

    async trying({ key, lane, claim }, now) {
      return await inTransaction(database, async (transaction) => {
        const held = await outboxLanes.findOne({ where: { lane, claim }, transaction, lock: true });
        if (held === null) return false;
        await outbox.update({ triedAt: now }, { where: { key }, transaction });
        return true;
      });
    },

    settle: (message, settlement) =>
      inTransaction(database, (transaction) => settle(models, message, settlement, transaction)),

    async isClosed(jobId, destination) {
      return (await closedChannels.count({ where: { jobId, destination } })) > 0;
    },

    async progressOf(runId) {
      const progress = outgoingKey({ to: '', content: { kind: 'run progress', runId } }, new Date(0));
      const asked = await outbox.findOne({
        where: { runId, key: { [Op.like]: 'approval needed/%' } },
        order: [['createdAt', 'DESC']],
      });
      return (asked === null ? null : toPlace(rowOf(asked))) ?? (await placeOf(progress, null));
    },

    async forget(before, limit) {
      const rows = await outbox.findAll({
        attributes: ['key'],
        where: { createdAt: { [Op.lt]: before } },
        order: ['createdAt'],
        limit,
      });
      if (rows.length === 0) return 0;
      return await outbox.destroy({ where: { key: rows.map((row) => rowOf(row).key) } });
    },
  };
}

function toPlace({ channel, ts }: Pick<OutboxRow, 'channel' | 'ts'>): Place | null {
  return channel === null || ts === null ? null : { channel, ts };
}

function toClaimed(row: OutboxRow, thread: Place | null, claim: string): ClaimedOutgoing {
  return {
    key: row.key,
    to: row.destination,
    lane: row.lane,
    content: row.content,
    jobId: row.jobId,
    fallback: row.fallback,
    thread,
    createdAt: row.createdAt,
    triedAt: row.triedAt,
    failures: row.failures,
    place: toPlace(row),
    shown: row.shown,
    claim,
  };
}
