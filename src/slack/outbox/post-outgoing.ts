import type { ClaimedOutgoing, Place, Settlement } from '../../domain/outgoing.ts';
import type { DeliverDeps } from './deliver-deps.ts';
import { findPosted } from './find-posted.ts';
import { contentOf, fingerprintOf, lookEveryMs, markOf, nextLook } from './message-content.ts';
import type { Worded } from './outbox.ts';
import { orInPlainWords } from './plain-words.ts';
import { becauseClosed, troubleOf } from './trouble.ts';
import type { Trouble } from './trouble.ts';
import { after, lockOut, waits } from './waits.ts';

/** Slack takes one message a second in a channel. */
const betweenPostsMs = 1_000;
/** What was not taken for so long is news no more. */
const giveUpAfterMs = 24 * 3_600_000;
/** A call that is begun later than this before the lease ends might be done by somebody else at the same time. */
const leaseMarginMs = 15_000;
/** People who are told of a channel that takes no messages. */
const maxOwners = 5;

/** Posts a message for the first time. */
export async function postOutgoing(
  message: ClaimedOutgoing,
  worded: Worded,
  leaseUntil: Date,
  deps: DeliverDeps,
): Promise<Settlement> {
  const { conversations, now, log } = deps;
  if (now().getTime() - message.createdAt.getTime() > giveUpAfterMs) {
    log.error({ key: message.key }, 'a message was not taken by Slack for a day, and is given up');
    return { kind: 'given up', reason: 'Slack did not take it for a day.' };
  }
  const tries: Tries = { triedAt: message.triedAt };
  try {
    const channel = message.thread?.channel ?? (await conversations.idOf(message.lane));
    if (channel === null) return await closed(message, 'channel_not_found', deps);
    if (channel !== message.lane) return { kind: 'renamed', lane: channel };
    // Nobody asked for the bot to be in a channel where somebody happened to start a run.
    const mayJoin = message.jobId !== null || message.fallback === null;
    return await joining(mayJoin ? channel : null, deps, () =>
      postOnce(message, worded, { leaseUntil, tries, channel }, deps),
    );
  } catch (error) {
    return await afterTrouble(message, troubleOf(error), tries, deps);
  }
}

interface Tries {
  /** When it was tried without knowing since whether it was taken. */
  triedAt: Date | null;
}

/** Calls once more after getting into a channel that the bot is not in. */
async function joining(
  channel: string | null,
  { conversations }: DeliverDeps,
  call: () => Promise<Settlement>,
): Promise<Settlement> {
  try {
    return await call();
  } catch (error) {
    if (channel === null || troubleOf(error).kind !== 'not a member') throw error;
    await conversations.join(channel).catch((refusal: unknown) => {
      const { kind } = troubleOf(refusal);
      // It is no public channel, or may not be joined; otherwise it is tried again later.
      throw kind === 'slow down' || kind === 'unsure' || kind === 'later' ? refusal : error;
    });
  }
  return await call();
}

async function postOnce(
  message: ClaimedOutgoing,
  worded: Worded,
  { leaseUntil, tries, channel }: { leaseUntil: Date; tries: Tries; channel: string },
  { slack, outbox, now, log }: DeliverDeps,
): Promise<Settlement> {
  const { key, thread, content } = message;
  const found = await findOrDoubt({ key, thread, triedAt: tries.triedAt }, channel, { slack, log });
  if (found !== null) {
    // What it says is from then: one that follows something is brought up to date.
    const lookAt = content.kind === 'run progress' ? after(now(), lookEveryMs) : null;
    return { kind: 'shown', place: found, shown: '', lookAt, postAfter: after(now(), betweenPostsMs) };
  }
  tries.triedAt = null;
  if (now().getTime() > leaseUntil.getTime() - leaseMarginMs) return { kind: 'put back' };
  const triedAt = now();
  if (!(await outbox.trying(message, triedAt))) return { kind: 'put back' };
  tries.triedAt = triedAt;
  const replies = thread === null ? {} : { thread_ts: thread.ts };
  try {
    const post = (form: Worded) =>
      slack.chat.postMessage({ channel, ...replies, ...contentOf(form), ...markOf(key) });
    const { ts } = await orInPlainWords(worded, post, log);
    if (ts === undefined) throw new Error('Slack took a message and did not say where it stands.');
    return {
      kind: 'shown',
      place: { channel, ts },
      shown: fingerprintOf(worded),
      lookAt: nextLook(worded, now()),
      postAfter: after(now(), betweenPostsMs),
    };
  } catch (error) {
    if (troubleOf(error).kind !== 'unsure') tries.triedAt = null;
    throw error;
  }
}

/** Where the bot may not read it cannot know; a message twice is better than none. */
async function findOrDoubt(
  message: Pick<ClaimedOutgoing, 'key' | 'thread' | 'triedAt'>,
  channel: string,
  { slack, log }: Pick<DeliverDeps, 'slack' | 'log'>,
): Promise<Place | null> {
  try {
    return await findPosted(slack, channel, message);
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind !== 'locked out' || trouble.code !== 'missing_scope') throw error;
    log.error({ key: message.key }, 'the app may not read the channel, so that a message may be there twice');
    return null;
  }
}

async function afterTrouble(
  message: ClaimedOutgoing,
  trouble: Trouble,
  { triedAt }: Tries,
  deps: DeliverDeps,
): Promise<Settlement> {
  const { pacing, now, log } = deps;
  const { key, lane, failures } = message;
  switch (trouble.kind) {
    case 'slow down': {
      const until = after(now(), trouble.afterMs);
      pacing.slowDown('post', lane, now(), until);
      return { kind: 'waits', until, triedAt, failures };
    }
    case 'unsure':
    case 'later':
      log.warn({ key, trouble }, 'a message was not taken by Slack, and is tried again');
      return waits(message, now(), triedAt);
    case 'locked out':
      lockOut(trouble.code, deps);
      return { kind: 'put back' };
    case 'not a member':
      return await closed(message, 'not_in_channel', deps);
    case 'closed':
      return await closed(message, trouble.code, deps);
    case 'refused':
      break;
  }
  log.error({ key, code: trouble.code }, 'Slack refused a message');
  return { kind: 'given up', reason: `Slack refused it (${trouble.code}).` };
}

/** The conversation takes no messages: the person it falls back to gets this one, and the job's owner is told. */
async function closed(message: ClaimedOutgoing, code: string, deps: DeliverDeps): Promise<Settlement> {
  const { key, to, jobId, fallback } = message;
  const { outbox, now, log } = deps;
  const reason = becauseClosed(code);
  log.warn({ key, to, code }, 'a conversation takes no messages');
  const isNews = jobId !== null && !(await outbox.isClosed(jobId, to));
  const owners = isNews ? await ownersNow(jobId, deps) : [];
  // The message waits for them: once it is settled, nobody asks for them again.
  if (owners === null) return waits(message, now(), null);
  const tell = owners.slice(0, maxOwners).map((owner) => ({
    to: owner,
    content: { kind: 'channel closed', jobId: jobId ?? '', channel: to, reason } as const,
  }));
  return { kind: fallback === null ? 'closed' : 'moved', reason, at: now(), tell };
}

/** null where Slack cannot be asked now. */
async function ownersNow(
  jobId: string,
  { ownersOf, log }: Pick<DeliverDeps, 'ownersOf' | 'log'>,
): Promise<readonly string[] | null> {
  try {
    return await ownersOf(jobId);
  } catch (error) {
    log.warn({ jobId, trouble: troubleOf(error) }, 'Slack does not say who owns a job; it is asked again');
    return null;
  }
}
