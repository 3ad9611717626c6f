import { countCharacters } from '../blocks/text.ts';
import type { Slack } from '../slack.ts';
import { messageJson } from '../workspace/message-json.ts';
import type { Conversation, Message } from '../workspace/model.ts';
import { changeMessage, deleteMessage, findMessage, postMessage } from '../workspace/post-message.ts';
import { ApiError } from './api-error.ts';
import { conversationById, conversationOfApp, conversationToPostIn } from './find-conversation.ts';
import { contentArgs, readContent } from './message-content.ts';
import { arg, method, tiers } from './method.ts';
import type { Methods, RawArgs } from './method.ts';

/** One a second in a channel, after a few at once. */
const postsPerMinute = 60;
const postBurst = 5;
const maxUpdateCharacters = 4_000;

const where = { channel: arg.text };
const which = { channel: arg.text, ts: arg.text };
const thread = { thread_ts: arg.text.optional(), reply_broadcast: arg.flag.optional() };

function channelOf({ channel }: RawArgs): string {
  return typeof channel === 'string' ? channel : '';
}

export const chatMethods: Methods = {
  'chat.postMessage': method({
    scopes: ['chat:write'],
    perMinute: postsPerMinute,
    burst: postBurst,
    rateKey: channelOf,
    args: { ...where, ...contentArgs, ...thread, username: arg.text.optional() },
    run(slack, args) {
      const content = readContent(slack, args);
      const conversation = conversationToPostIn(slack, args.channel);
      const message = postMessage(slack, conversation, {
        userId: slack.workspace.bot.id,
        content,
        username: usernameOf(slack, args.username),
        threadTs: threadOf(conversation, args.thread_ts),
        isBroadcast: args.reply_broadcast === true,
      });
      return posted(slack, message);
    },
  }),

  'chat.postEphemeral': method({
    scopes: ['chat:write'],
    perMinute: tiers.four,
    args: { ...where, ...contentArgs, user: arg.text, thread_ts: arg.text.optional() },
    run(slack, args) {
      const content = readContent(slack, args);
      const conversation = conversationToPostIn(slack, args.channel);
      if (!conversation.members.has(args.user)) throw new ApiError('user_not_in_channel');
      const message = postMessage(slack, conversation, {
        userId: slack.workspace.bot.id,
        content,
        threadTs: threadOf(conversation, args.thread_ts),
        visibleTo: args.user,
      });
      return { message_ts: message.ts };
    },
  }),

  'chat.update': method({
    scopes: ['chat:write'],
    perMinute: tiers.three,
    args: { ...which, ...contentArgs },
    run(slack, args) {
      const conversation = conversationOfApp(slack, args.channel);
      const message = ownMessage(slack, conversation, args.ts, 'cant_update_message');
      if (countCharacters(args.text ?? '') > maxUpdateCharacters) throw new ApiError('msg_too_long');
      if (message.stream !== null) throw new ApiError('streaming_state_conflict');
      const content = readContent(slack, args, message.content);
      message.editedTs = slack.ids.timestamp();
      changeMessage(slack, conversation, message, content);
      return { ...posted(slack, message), text: message.content.text };
    },
  }),

  'chat.delete': method({
    scopes: ['chat:write'],
    perMinute: tiers.three,
    args: which,
    run(slack, args) {
      const conversation = conversationOfApp(slack, args.channel);
      const message = ownMessage(slack, conversation, args.ts, 'cant_delete_message');
      deleteMessage(slack, conversation, message);
      return { channel: conversation.id, ts: message.ts };
    },
  }),

  'chat.getPermalink': method({
    perMinute: tiers.four,
    args: { ...where, message_ts: arg.text },
    run(slack, args) {
      const conversation = conversationById(slack, args.channel);
      const message = findMessage(conversation, args.message_ts);
      if (message === undefined) throw new ApiError('message_not_found');
      const path = `archives/${conversation.id}/p${message.ts.replace('.', '')}`;
      const inThread =
        message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${conversation.id}`;
      return { channel: conversation.id, permalink: `${slack.origin()}/${path}${inThread}` };
    },
  }),
};

function posted(slack: Slack, message: Message): Readonly<Record<string, unknown>> {
  return { channel: message.conversation, ts: message.ts, message: messageJson(slack, message) };
}

function usernameOf({ workspace }: Slack, username: string | undefined): string | undefined {
  return workspace.scopes.includes('chat:write.customize') ? username : undefined;
}

/** The parent's ts, where the message is to be a reply. */
export function threadOf(conversation: Conversation, threadTs: string | undefined): string | null {
  if (threadTs === undefined || threadTs === '') return null;
  const parent = findMessage(conversation, threadTs);
  if (parent === undefined || parent.visibleTo !== null) throw new ApiError('thread_not_found');
  return parent.threadTs ?? parent.ts;
}

function ownMessage(slack: Slack, conversation: Conversation, ts: string, refusal: string): Message {
  const message = findMessage(conversation, ts);
  // An ephemeral message is in no history: it can be changed by its response_url only.
  if (message === undefined || message.visibleTo !== null) throw new ApiError('message_not_found');
  if (message.userId !== slack.workspace.bot.id) throw new ApiError(refusal);
  return message;
}
