import { z } from 'zod';
import type { Slack } from '../slack.ts';
import { ApiError } from '../web-api/api-error.ts';
import { contentArgs, readContent } from '../web-api/message-content.ts';
import { arg } from '../web-api/method.ts';
import type { Conversation, Message } from '../workspace/model.ts';
import { changeMessage, deleteMessage, findMessage, postMessage } from '../workspace/post-message.ts';
import type { ResponseTarget } from './response-urls.ts';

const body = z.object({
  ...contentArgs,
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: arg.flag.optional(),
  delete_original: arg.flag.optional(),
  thread_ts: z.string().optional(),
});

/**
 * What an app may say in answer to an interaction, without being in the conversation.
 *
 * @throws ApiError for what Slack refuses.
 */
export function respond(slack: Slack, target: ResponseTarget, given: unknown): void {
  const read = body.safeParse(given);
  if (!read.success) throw new ApiError('invalid_payload');
  const conversation = slack.workspace.conversations.get(target.conversation);
  if (conversation === undefined) throw new ApiError('channel_not_found');
  const { data } = read;
  const original = originalOf(conversation, target);
  if (data.delete_original === true) {
    if (original !== null) deleteMessage(slack, conversation, original);
    return;
  }
  const content = readContent(slack, data);
  if (data.replace_original === true && original !== null) {
    changeMessage(slack, conversation, original, content);
    return;
  }
  postMessage(slack, conversation, {
    userId: slack.workspace.bot.id,
    content,
    threadTs: data.thread_ts ?? target.threadTs,
    visibleTo: data.response_type === 'in_channel' ? null : target.personId,
  });
}

function originalOf(conversation: Conversation, { original }: ResponseTarget): Message | null {
  return original === null ? null : (findMessage(conversation, original.ts) ?? null);
}
