import { z } from 'zod';
import type { Slack } from '../slack.ts';
import type { AssistantThread } from '../workspace/model.ts';
import { ApiError } from './api-error.ts';
import { conversationOfApp } from './find-conversation.ts';
import { arg, method, tiers } from './method.ts';
import type { Methods } from './method.ts';

const scopes = ['assistant:write', 'chat:write'];
const maxPrompts = 4;
/** An assistant has one conversation with each person; its threads are bounded by its messages. */
const maxThreads = 1_000;

const prompts = arg.json.pipe(
  z
    .array(z.object({ title: z.string(), message: z.string() }))
    .min(1)
    .max(maxPrompts),
);

export const assistantMethods: Methods = {
  'assistant.threads.setStatus': method({
    scopes,
    perMinute: tiers.four,
    args: { channel_id: arg.text, thread_ts: arg.text, status: arg.text },
    run(slack, args) {
      threadIn(slack, args.channel_id, args.thread_ts).status = args.status;
      slack.changed();
      return {};
    },
  }),

  'assistant.threads.setTitle': method({
    scopes: ['assistant:write'],
    args: { channel_id: arg.text, thread_ts: arg.text, title: arg.text },
    run(slack, args) {
      threadIn(slack, args.channel_id, args.thread_ts).title = args.title;
      slack.changed();
      return {};
    },
  }),

  /** Without a thread the prompts stand in the app's conversation itself. */
  'assistant.threads.setSuggestedPrompts': method({
    scopes: ['assistant:write'],
    args: {
      channel_id: arg.text,
      thread_ts: arg.text.optional(),
      title: arg.text.optional(),
      prompts: z.unknown(),
    },
    run(slack, args) {
      const read = prompts.safeParse(args.prompts);
      if (!read.success)
        throw new ApiError('invalid_arguments', ['prompts must be 1 to 4 with title and message']);
      threadIn(slack, args.channel_id, args.thread_ts ?? '').prompts = {
        title: args.title ?? '',
        prompts: read.data,
      };
      slack.changed();
      return {};
    },
  }),
};

function threadIn(slack: Slack, channel: string, threadTs: string): AssistantThread {
  const { assistantThreads } = conversationOfApp(slack, channel);
  const known = assistantThreads.get(threadTs);
  if (known !== undefined) return known;
  const thread: AssistantThread = { status: '', title: '', prompts: null };
  assistantThreads.set(threadTs, thread);
  const [oldest] = assistantThreads.keys();
  if (assistantThreads.size > maxThreads && oldest !== undefined) assistantThreads.delete(oldest);
  return thread;
}
