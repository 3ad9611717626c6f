/** What becomes of a message that was claimed, written together with the end of the claim. */
import { Op } from 'sequelize';
import type { Transaction } from 'sequelize';
import type { ClaimedOutgoing, Settlement } from '../domain/outgoing.ts';
import type { Models } from './models.ts';
import { insertOutgoing } from './outbox-insert.ts';

type Closing = Extract<Settlement, { kind: 'moved' | 'closed' }>;

export async function settle(
  models: Models,
  message: ClaimedOutgoing,
  settlement: Settlement,
  transaction: Transaction,
): Promise<boolean> {
  const { outboxLanes } = models;
  const { lane, claim } = message;
  const postAfter = postAfterOf(message, settlement);
  const [released] = await outboxLanes.update(
    { claim: null, leaseUntil: null, ...(postAfter === null ? {} : { postAfter }) },
    { where: { lane, claim }, transaction },
  );
  if (released === 0) {
    await rememberPlace(models, message, settlement, transaction);
    return false;
  }
  await change(models, message, settlement, transaction);
  return true;
}

async function change(
  models: Models,
  message: ClaimedOutgoing,
  settlement: Settlement,
  transaction: Transaction,
): Promise<void> {
  const { outbox } = models;
  const { key, lane, place } = message;
  switch (settlement.kind) {
    case 'put back':
      break;
    case 'shown': {
      const { shown, lookAt } = settlement;
      const stands = { ...settlement.place, shown, dueAt: lookAt, triedAt: null, failures: 0 };
      await outbox.update(stands, { where: { key }, transaction });
      await reopen(models, message, transaction);
      break;
    }
    case 'waits': {
      const { until, triedAt, failures } = settlement;
      // What is to be posted keeps its place in the row, and the lane waits. An edit waits alone.
      const dueAt = place === null ? {} : { dueAt: until };
      await outbox.update({ triedAt, failures, ...dueAt }, { where: { key }, transaction });
      break;
    }
    case 'renamed': {
      await openLane(models, settlement.lane, transaction);
      const waiting = { lane, dueAt: { [Op.ne]: null } };
      await outbox.update({ lane: settlement.lane }, { where: waiting, transaction });
      break;
    }
    case 'moved':
      await close(models, message, settlement, transaction);
      await moveToFallback(models, message, transaction);
      break;
    case 'closed':
      await close(models, message, settlement, transaction);
      await giveUp(models, message, settlement.reason, transaction);
      break;
    case 'given up':
      await giveUp(models, message, settlement.reason, transaction);
      break;
  }
}

async function giveUp(
  { outbox }: Models,
  { key, place }: ClaimedOutgoing,
  problem: string,
  transaction: Transaction,
): Promise<void> {
  const end = { dueAt: null, problem };
  await outbox.update(end, { where: { key }, transaction });
  if (place === null) await outbox.update(end, { where: { threadOf: key, ts: null }, transaction });
}

function postAfterOf({ place }: ClaimedOutgoing, settlement: Settlement): Date | null {
  if (settlement.kind === 'shown') return settlement.postAfter;
  return settlement.kind === 'waits' && place === null ? settlement.until : null;
}

/** Whoever has the claim now would look for the message in Slack; here it is known where it stands. */
async function rememberPlace(
  { outbox }: Models,
  { key }: ClaimedOutgoing,
  settlement: Settlement,
  transaction: Transaction,
): Promise<void> {
  if (settlement.kind !== 'shown') return;
  const { place, shown, lookAt } = settlement;
  await outbox.update({ ...place, shown, dueAt: lookAt }, { where: { key, ts: null }, transaction });
}

/** The channel takes messages again: the next time that it does not is told again. */
async function reopen(
  { closedChannels }: Models,
  { jobId, to, place }: ClaimedOutgoing,
  transaction: Transaction,
): Promise<void> {
  if (jobId === null || place !== null) return;
  await closedChannels.destroy({ where: { jobId, destination: to }, transaction });
}

async function close(
  models: Models,
  { jobId, to }: ClaimedOutgoing,
  { reason, at, tell }: Closing,
  transaction: Transaction,
): Promise<void> {
  if (jobId === null) return;
  const { closedChannels } = models;
  const where = { jobId, destination: to };
  // One lane's messages are settled one at a time, so nobody writes it between the two.
  if ((await closedChannels.count({ where, transaction })) > 0) return;
  await closedChannels.create({ ...where, reason, since: at }, { transaction });
  for (const message of tell) await insertOutgoing(models, message, at, transaction);
}

async function moveToFallback(
  models: Models,
  { key, fallback }: ClaimedOutgoing,
  transaction: Transaction,
): Promise<void> {
  if (fallback === null) return;
  const { outbox } = models;
  await openLane(models, fallback, transaction);
  const change = { destination: fallback, lane: fallback, fallback: null, jobId: null, triedAt: null };
  await outbox.update(change, { where: { [Op.or]: [{ key }, { threadOf: key }] }, transaction });
}

async function openLane({ outboxLanes }: Models, lane: string, transaction: Transaction): Promise<void> {
  const row = { lane, claim: null, leaseUntil: null, postAfter: new Date(0) };
  await outboxLanes.bulkCreate([row], { ignoreDuplicates: true, transaction });
}
