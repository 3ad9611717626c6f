import { z } from 'zod';
import type { AnyBlock } from '../blocks/blocks.ts';
import { checkMessageBlocks } from '../blocks/check-message.ts';
import { completeBlocks } from '../blocks/complete-blocks.ts';
import { limits } from '../blocks/limits.ts';
import { problemTexts } from '../blocks/problem-text.ts';
import { countCharacters } from '../blocks/text.ts';
import { richTextOf } from '../desk/element-values.ts';
import type { Slack } from '../slack.ts';
import { messageJson } from '../workspace/message-json.ts';
import type { Conversation, MessageContent, Stream, StreamedTask } from '../workspace/model.ts';
import { changeMessage, findMessage, postMessage } from '../workspace/post-message.ts';
import { ApiError } from './api-error.ts';
import { threadOf } from './chat.ts';
import { conversationOfApp, conversationToPostIn } from './find-conversation.ts';
import { contentArgs, readContent } from './message-content.ts';
import { arg, method, tiers } from './method.ts';
import type { Methods } from './method.ts';

const source = z.strictObject({ type: z.literal('url'), url: z.string(), text: z.string() });

const chunks = arg.json.pipe(
  z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('markdown_text'), text: z.string() }),
      z.strictObject({ type: z.literal('plan_update'), title: z.string() }),
      z.strictObject({ type: z.literal('blocks'), blocks: z.array(z.unknown()) }),
      z.strictObject({
        type: z.literal('task_update'),
        id: z.string(),
        title: z.string(),
        status: z.enum(['pending', 'in_progress', 'complete', 'error']),
        details: z.string().optional(),
        output: z.string().optional(),
        sources: z.array(source).optional(),
      }),
    ]),
  ),
);

type Chunk = z.infer<typeof chunks>[number];

const more = { markdown_text: arg.text.optional(), chunks: z.unknown().optional() };

interface More {
  readonly markdown_text?: string;
  readonly chunks?: unknown;
}

const emptyStream: Stream = {
  markdown: '',
  planTitle: null,
  tasks: [],
  blocks: [],
  taskDisplayMode: 'timeline',
};

export const chatStreamMethods: Methods = {
  'chat.startStream': method({
    scopes: ['chat:write'],
    perMinute: tiers.two,
    args: {
      channel: arg.text,
      thread_ts: arg.text.optional(),
      recipient_team_id: arg.text.optional(),
      recipient_user_id: arg.text.optional(),
      task_display_mode: z.enum(['timeline', 'plan']).optional(),
      ...more,
    },
    run(slack, args) {
      const conversation = conversationToPostIn(slack, args.channel);
      const threadTs = threadOf(conversation, args.thread_ts);
      if (conversation.type === 'direct' && threadTs === null) throw new ApiError('invalid_thread_ts');
      if (conversation.type !== 'direct') {
        if (args.recipient_team_id === undefined) throw new ApiError('missing_recipient_team_id');
        if (args.recipient_user_id === undefined) throw new ApiError('missing_recipient_user_id');
      }
      const begun = { ...emptyStream, taskDisplayMode: args.task_display_mode ?? 'timeline' };
      const stream = extend(slack, begun, args);
      const message = postMessage(slack, conversation, {
        userId: slack.workspace.bot.id,
        content: contentOf(slack, stream),
        threadTs,
        stream,
      });
      clearStatus(conversation, threadTs);
      return { channel: conversation.id, ts: message.ts };
    },
  }),

  'chat.appendStream': method({
    scopes: ['chat:write'],
    perMinute: tiers.four,
    args: { channel: arg.text, ts: arg.text, ...more },
    run(slack, args) {
      const { conversation, message, stream } = streamed(slack, args.channel, args.ts);
      message.stream = extend(slack, stream, args);
      message.content = contentOf(slack, message.stream);
      slack.changed();
      return { channel: conversation.id, ts: message.ts };
    },
  }),

  'chat.stopStream': method({
    scopes: ['chat:write'],
    perMinute: tiers.two,
    args: {
      channel: arg.text,
      ts: arg.text,
      ...more,
      blocks: contentArgs.blocks,
      metadata: contentArgs.metadata,
    },
    run(slack, args) {
      const { conversation, message, stream } = streamed(slack, args.channel, args.ts);
      const whole = contentOf(slack, extend(slack, stream, args));
      const end = readContent(slack, { text: ' ', blocks: args.blocks ?? [], metadata: args.metadata });
      message.stream = null;
      changeMessage(slack, conversation, message, {
        ...whole,
        blocks: [...whole.blocks, ...end.blocks],
        metadata: end.metadata,
      });
      return { channel: conversation.id, ts: message.ts, message: messageJson(slack, message) };
    },
  }),
};

function streamed(slack: Slack, channel: string, ts: string) {
  const conversation = conversationOfApp(slack, channel);
  const message = findMessage(conversation, ts);
  if (message === undefined) throw new ApiError('message_not_found');
  if (message.userId !== slack.workspace.bot.id) throw new ApiError('message_not_owned_by_app');
  if (message.stream === null) throw new ApiError('message_not_in_streaming_state');
  return { conversation, message, stream: message.stream };
}

function extend(slack: Slack, stream: Stream, args: More): Stream {
  const read = chunks.safeParse(args.chunks ?? [], { reportInput: true });
  if (!read.success) throw new ApiError('invalid_chunks', problemTexts(read.error.issues, '/chunks'));
  const all: readonly Chunk[] = [
    ...(args.markdown_text === undefined
      ? []
      : [{ type: 'markdown_text', text: args.markdown_text } as const]),
    ...read.data,
  ];
  const extended = all.reduce((before, chunk) => withChunk(slack, before, chunk), stream);
  if (countCharacters(extended.markdown) > limits.markdown) throw new ApiError('msg_too_long');
  return extended;
}

function withChunk(slack: Slack, stream: Stream, chunk: Chunk): Stream {
  if (chunk.type === 'markdown_text') return { ...stream, markdown: stream.markdown + chunk.text };
  if (chunk.type === 'plan_update') return { ...stream, planTitle: chunk.title };
  if (chunk.type === 'task_update') return { ...stream, tasks: withTask(stream.tasks, chunk) };
  const checked = checkMessageBlocks(chunk.blocks);
  if ('problem' in checked) throw new ApiError(checked.problem.error, checked.problem.details);
  const added = completeBlocks(checked.value, () => slack.ids.make(''));
  return { ...stream, blocks: [...stream.blocks, ...added] };
}

function withTask(
  tasks: readonly StreamedTask[],
  { id, title, status, details, output, sources }: Extract<Chunk, { readonly type: 'task_update' }>,
): readonly StreamedTask[] {
  const known = tasks.find((task) => task.task_id === id);
  const task = {
    type: 'task_card',
    block_id: id,
    task_id: id,
    title,
    status,
    details: details === undefined ? known?.details : richTextOf(details),
    output: output === undefined ? known?.output : richTextOf(output),
    sources: sources ?? known?.sources,
  } as StreamedTask;
  return known === undefined ? [...tasks, task] : tasks.map((each) => (each === known ? task : each));
}

function contentOf(slack: Slack, stream: Stream): MessageContent {
  const { markdown, tasks, planTitle, blocks, taskDisplayMode } = stream;
  const isPlan = taskDisplayMode === 'plan' && tasks.length > 0;
  return {
    text: markdown,
    markdown: markdown === '' ? null : markdown,
    blocks: [...(isPlan ? [planOf(slack, planTitle, tasks)] : tasks), ...blocks],
    attachments: [],
    metadata: null,
  };
}

function planOf(slack: Slack, title: string | null, tasks: readonly StreamedTask[]): AnyBlock {
  return { type: 'plan', block_id: slack.ids.make(''), title: title ?? 'Plan', tasks: [...tasks] };
}

/** What an assistant said it was doing is over when it begins to speak. */
function clearStatus({ assistantThreads }: Conversation, threadTs: string | null): void {
  const thread = assistantThreads.get(threadTs ?? '');
  if (thread !== undefined) thread.status = '';
}
