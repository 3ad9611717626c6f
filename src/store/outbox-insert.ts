import type { Transaction } from 'sequelize';
import { outgoingKey } from '../domain/outgoing.ts';
import type { NewOutgoing } from '../domain/outgoing.ts';
import { rowOf } from './team-table.ts';
import type { Models } from './models.ts';
import type { OutboxRow } from './rows.ts';

/**
 * Writes a message, unless it was written before.
 *
 * @param threadOf key of the message in whose thread it stands; it goes where that goes
 */
export async function insertOutgoing(
  { outbox, outboxLanes }: Models,
  message: NewOutgoing,
  now: Date,
  transaction: Transaction,
  threadOf: string | null = null,
): Promise<void> {
  const { to, content, jobId = null, fallback = null } = message;
  const parent = threadOf === null ? null : await outbox.findOne({ where: { key: threadOf }, transaction });
  const lane = parent === null ? to : rowOf(parent).lane;
  await outboxLanes.bulkCreate([{ lane, claim: null, leaseUntil: null, postAfter: now }], {
    ignoreDuplicates: true,
    transaction,
  });
  const row: OutboxRow = {
    key: outgoingKey(message, now),
    destination: to,
    lane,
    content,
    runId: 'runId' in content ? content.runId : null,
    jobId,
    fallback,
    threadOf,
    createdAt: now,
    dueAt: now,
    triedAt: null,
    failures: 0,
    channel: null,
    ts: null,
    shown: null,
    problem: null,
  };
  await outbox.bulkCreate([row], { ignoreDuplicates: true, transaction });
}
