/** What is told of changes to jobs, written in the transaction in which they come about. */
import type { Transaction } from 'sequelize';
import type { Job } from '../domain/job.ts';
import type { Models } from './models.ts';
import { insertOutgoing } from './outbox-insert.ts';
import type { SavedBy } from './job-store.ts';

/** A job got a new version: told in its channel, where its rules ask for that. */
export async function tellChange(
  models: Models,
  { id: jobId, version, notify }: Job,
  at: Date,
  transaction: Transaction,
): Promise<void> {
  if (notify.channel === null || !notify.on.includes('job changed')) return;
  const content = { kind: 'job changed', jobId, version } as const;
  await insertOutgoing(models, { to: notify.channel, content, jobId }, at, transaction);
}

/** Nobody can be asked about it later: the message carries all that it says. */
export async function tellDeletion(
  models: Models,
  { id: jobId, name, notify }: Job,
  { at, actor, door }: SavedBy,
  transaction: Transaction,
): Promise<void> {
  const { channel, on, mention } = notify;
  if (channel === null || !on.includes('job changed')) return;
  const content = { kind: 'job deleted', jobId, name, actor, door, mention } as const;
  await insertOutgoing(models, { to: channel, content }, at, transaction);
}
