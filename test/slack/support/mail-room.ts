/** Senders on one outbox, in front of the playground, on a clock that is moved by hand. */
import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import type { NewOutgoing, OutgoingContent } from '../../../src/domain/outgoing.ts';
import type { Outbox, Worded } from '../../../src/slack/outbox/outbox.ts';
import { section } from '../../../src/slack/blocks/index.ts';
import { createOwners } from '../../../src/slack/outbox/owners.ts';
import { createSender } from '../../../src/slack/outbox/sender.ts';
import type { Sender } from '../../../src/slack/outbox/sender.ts';
import { startOutboxWatch } from '../../../src/slack/outbox/outbox-watch.ts';
import { fixedToken } from '../../../src/slack/bot-token.ts';
import { createPatientClient } from '../../../src/slack/web-client.ts';
import { openStore } from '../../support/open-store.ts';
import type { Store } from '../../support/open-store.ts';
import { fakeTime } from '../../support/fake-time.ts';
import type { FakeTime } from '../../support/fake-time.ts';
import { aJob } from '../../support/records.ts';
import { startTestPlayground } from '../../support/playground.ts';
import type { TestPlayground, TestPlaygroundOptions } from '../../support/playground.ts';
import { recordedLog } from '../../support/recorded-log.ts';
import type { RecordedLog } from '../../support/recorded-log.ts';

export interface MailRoom {
  readonly playground: TestPlayground;
  readonly store: Store;
  readonly time: FakeTime;
  readonly log: RecordedLog;
  /** What a message reads, by its run, where it is not `Run ID`; `isLive` while it is followed by `…`. */
  readonly words: Map<string, string>;
  /** How long the blocks of a message are, by its run, where it has any. */
  readonly lengths: Map<string, number>;
  /** How often a message cannot be worded, by its run. */
  readonly hiccups: Map<string, number>;
  /** Writes a message about a run into the outbox. */
  add(runId: string, to: string, given?: Partial<NewOutgoing>): Promise<void>;
  /** Another process that sends; it has a store of its own. */
  sender(options?: SenderFaults): Promise<Sender>;
  /** Moves the clock whenever nobody is at work, until it is so. */
  passUntil(isSo: () => boolean | Promise<boolean>): Promise<void>;
  /** Moves the clock on, a step at a time, and lets everything happen meanwhile. */
  pass(milliseconds: number): Promise<void>;
  /** Texts in a conversation, oldest first. */
  texts(conversation: string): Promise<string[]>;
  /** The id of a channel's name. */
  channel(name: string): Promise<string>;
  /** Calls of a method, in order: how they ended, and when by the clock. */
  calls(
    method: string,
  ): readonly { readonly outcome: string; readonly atMs: number; readonly sent: unknown }[];
  close(): Promise<void>;
}

export interface SenderFaults {
  /** Dies when Slack has taken so many messages, before it writes down the last one. */
  readonly diesAfterPosts?: number;
  /** Default: one that Slack takes. */
  readonly token?: string;
}

/** Far more than anything in a test takes. */
const maxTurns = 500_000;
const stepMs = 1_000;
/** As long as the text of a section may be. */
const sectionLength = 3_000;

export async function openMailRoom(url: string, options: TestPlaygroundOptions = {}): Promise<MailRoom> {
  const time = fakeTime(new Date('2026-03-02T09:00:00Z'));
  const playground = await startTestPlayground({ clock: time, ...options });
  const log = recordedLog();
  const words = new Map<string, string>();
  const lengths = new Map<string, number>();
  const hiccups = new Map<string, number>();
  const stores: Store[] = [];
  const senders: Sender[] = [];
  let busy = 0;
  const slack = new WebClient(playground.botToken, { slackApiUrl: playground.apiUrl });

  async function open(): Promise<Store> {
    const store = await openStore({ url });
    stores.push(store);
    return store;
  }
  const store = await open();
  const ownersOf = createOwners({
    operations: { showJob: () => Promise.resolve({ job: aJob(), savedBy: null }) },
    people: { profile: () => Promise.reject(new Error('Nobody in particular saved the job.')) },
    slack: createPatientClient(fixedToken(playground.botToken), playground.apiUrl, log.log),
    context: () => ({ actor: 'crosswalk', role: 'viewer', door: 'system', now: time.now() }),
    log: log.log,
  });

  async function counted<T>(work: Promise<T>): Promise<T> {
    busy += 1;
    return await work.finally(() => {
      busy -= 1;
    });
  }

  /** Counts what is claimed and not settled, so that the clock stands still meanwhile. */
  function watched(outbox: Outbox, { diesAfterPosts = Infinity }: SenderFaults): Outbox {
    let posts = 0;
    let isDead = false;
    return {
      ...outbox,
      async claim(request) {
        if (isDead) return null;
        busy += 1;
        const claimed = await outbox.claim(request).catch((error: unknown) => {
          busy -= 1;
          throw error;
        });
        if (claimed === null) busy -= 1;
        return claimed;
      },
      async settle(message, settlement) {
        if (settlement.kind === 'shown' && message.place === null) posts += 1;
        isDead ||= posts >= diesAfterPosts;
        try {
          return isDead ? true : await outbox.settle(message, settlement);
        } finally {
          busy -= 1;
        }
      },
    };
  }

  const watch = startOutboxWatch({
    due: (now) => counted(store.state.everywhere.outbox.teamsDue(now, 1)),
    wake: async () => senders.forEach((sender) => sender.wake()),
    now: time.now,
    timers: time,
    log: log.log,
  });

  function word(content: OutgoingContent): Promise<Worded> {
    const runId = 'runId' in content ? content.runId : '';
    const left = hiccups.get(runId) ?? 0;
    hiccups.set(runId, left - 1);
    if (left > 0) return Promise.reject(new Error('The database cannot be reached.'));
    const text =
      content.kind === 'channel closed'
        ? `${content.channel} is closed: ${content.reason}`
        : (words.get(runId) ?? `Run ${runId}`);
    const length = lengths.get(runId) ?? 0;
    const blocks = Array.from({ length: Math.ceil(length / sectionLength) }, () =>
      section('x'.repeat(sectionLength)),
    );
    return Promise.resolve({ text, blocks, isLive: text.endsWith('…') });
  }

  const room: MailRoom = {
    playground,
    store,
    time,
    log,
    words,
    lengths,
    hiccups,
    async add(runId, to, given = {}) {
      await store.outbox.add(
        { to, content: { kind: 'run ended', runId, event: 'failed' }, ...given },
        time.now(),
      );
    },
    async sender(faults = {}) {
      const own = await open();
      const sender = createSender({
        outbox: watched(own.outbox, faults),
        slack: createPatientClient(
          fixedToken(faults.token ?? playground.botToken),
          playground.apiUrl,
          log.log,
        ),
        word,
        ownersOf,
        howToLetIn: 'look at SLACK_BOT_TOKEN',
        isLetIn: () => Promise.resolve(true),
        newId: randomUUID,
        now: time.now,
        timers: time,
        log: log.log,
      });
      senders.push(sender);
      sender.start();
      return sender;
    },
    async passUntil(isSo) {
      for (let turn = 0; turn < maxTurns; turn += 1) {
        if (busy === 0) {
          if (await isSo()) return;
          time.pass(Math.min(stepMs, ...time.delays()));
        }
        // What is under way is done by others: it is given the processor.
        await (busy === 0 ? setImmediate() : setTimeout(1));
      }
      throw new Error('It never became so.');
    },
    async pass(milliseconds) {
      const end = time.now().getTime() + milliseconds;
      await room.passUntil(() => time.now().getTime() >= end);
    },
    async texts(conversation) {
      const { messages = [] } = await slack.conversations.history({ channel: conversation, limit: 200 });
      return messages
        .filter(({ subtype }) => subtype === undefined || subtype === 'bot_message')
        .map(({ text }) => text ?? '')
        .toReversed();
    },
    async channel(name) {
      const { channels = [] } = await slack.conversations.list({
        types: 'public_channel,private_channel',
        limit: 200,
      });
      const id = channels.find((each) => each.name === name)?.id;
      if (id === undefined) throw new Error(`There is no #${name}.`);
      return id;
    },
    calls: (method) =>
      playground.traffic
        .filter(({ direction, name }) => direction === 'call' && name === method)
        .map(({ outcome, at, sent }) => ({ outcome, atMs: Date.parse(at), sent })),
    async close() {
      await Promise.all([watch, ...senders].map((each) => each.stop()));
      for (const each of stores) await each.close();
      await playground.close();
    },
  };
  return room;
}
