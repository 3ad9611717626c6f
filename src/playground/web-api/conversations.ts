import type { Slack } from '../slack.ts';
import { isLater } from '../workspace/ids.ts';
import { messageJson } from '../workspace/message-json.ts';
import type { Conversation, ConversationType, Message } from '../workspace/model.ts';
import { findMessage } from '../workspace/post-message.ts';
import { ApiError } from './api-error.ts';
import { conversationJson } from './conversation-json.ts';
import { conversationById, isSeenByApp } from './find-conversation.ts';
import { arg, method, tiers } from './method.ts';
import type { Methods } from './method.ts';
import { pageArgs, pageOf } from './pages.ts';
import { personById, typeNames } from './users.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const historyScopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

/** What an app must be allowed to know of a kind of conversation. */
const scopeOf: Readonly<Record<'read' | 'history', Readonly<Record<ConversationType, string>>>> = {
  read: { public: 'channels:read', private: 'groups:read', direct: 'im:read' },
  history: { public: 'channels:history', private: 'groups:history', direct: 'im:history' },
};

const timeArgs = {
  latest: arg.text.optional(),
  oldest: arg.text.optional(),
  inclusive: arg.flag.optional(),
};

interface Times {
  readonly latest?: string;
  readonly oldest?: string;
  readonly inclusive?: boolean;
}

export const conversationMethods: Methods = {
  'conversations.list': method({
    scopes: readScopes,
    perMinute: tiers.two,
    args: { ...pageArgs, types: arg.text.optional(), exclude_archived: arg.flag.optional() },
    run(slack, args) {
      const { workspace } = slack;
      const asked = (args.types ?? 'public_channel').split(',').map((type) => type.trim());
      for (const [type, name] of Object.entries(typeNames)) {
        if (asked.includes(name)) checkScope(slack, 'read', type as ConversationType);
      }
      const all = [...workspace.conversations.values()]
        .filter((each) => asked.includes(typeNames[each.type]) && isSeenByApp(each, workspace.bot.id))
        .filter(({ isArchived }) => args.exclude_archived !== true || !isArchived);
      const { items, nextCursor } = pageOf(all, args);
      return {
        channels: items.map((each) => conversationJson(slack, each)),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  }),

  'conversations.info': method({
    scopes: readScopes,
    perMinute: tiers.three,
    args: { channel: arg.text },
    run: (slack, args) => ({ channel: conversationJson(slack, readable(slack, args.channel, 'read')) }),
  }),

  'conversations.open': method({
    scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
    perMinute: tiers.three,
    args: { users: arg.text.optional(), channel: arg.text.optional(), return_im: arg.flag.optional() },
    run(slack, args) {
      const { workspace } = slack;
      if (args.users === undefined && args.channel === undefined)
        throw new ApiError('users_list_not_supplied');
      if (args.channel !== undefined) {
        return { channel: { id: conversationById(slack, args.channel).id }, already_open: true, no_op: true };
      }
      const [user = '', ...others] = (args.users ?? '').split(',');
      if (others.length > 0) throw new ApiError('missing_scope', [], missing(slack, 'mpim:write'));
      const person = personById(slack, user);
      if (person.isDeactivated) throw new ApiError('user_disabled');
      if (person.isBot) throw new ApiError('cannot_dm_bot');
      const isOpen = workspace.findDirect(person.id, workspace.bot.id) !== undefined;
      const conversation = workspace.directConversation(person.id, workspace.bot.id);
      return {
        ...(isOpen ? { already_open: true, no_op: true } : {}),
        channel: args.return_im === true ? conversationJson(slack, conversation) : { id: conversation.id },
      };
    },
  }),

  'conversations.join': method({
    scopes: ['channels:join'],
    perMinute: tiers.three,
    args: { channel: arg.text },
    run(slack, args) {
      const conversation = conversationById(slack, args.channel);
      if (conversation.type !== 'public') throw new ApiError('method_not_supported_for_channel_type');
      if (conversation.isArchived) throw new ApiError('is_archived');
      const isMember = conversation.members.has(slack.workspace.bot.id);
      conversation.members.add(slack.workspace.bot.id);
      slack.changed();
      return {
        channel: conversationJson(slack, conversation),
        ...(isMember
          ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }
          : {}),
      };
    },
  }),

  'conversations.leave': method({
    scopes: ['channels:manage', 'groups:write', 'channels:write'],
    args: { channel: arg.text },
    run(slack, args) {
      const conversation = conversationById(slack, args.channel);
      const wasMember = conversation.members.delete(slack.workspace.bot.id);
      slack.changed();
      return wasMember ? {} : { not_in_channel: true };
    },
  }),

  'conversations.members': method({
    scopes: readScopes,
    perMinute: tiers.four,
    args: { channel: arg.text, ...pageArgs },
    run(slack, args) {
      const conversation = readable(slack, args.channel, 'read');
      const { items, nextCursor } = pageOf([...conversation.members], args);
      return { members: items, response_metadata: { next_cursor: nextCursor } };
    },
  }),

  'conversations.history': method({
    scopes: historyScopes,
    perMinute: tiers.three,
    args: { channel: arg.text, ...pageArgs, ...timeArgs },
    run(slack, args) {
      const conversation = heard(slack, args.channel);
      const all = conversation.messages
        .filter(
          ({ threadTs, isBroadcast, visibleTo }) => visibleTo === null && (threadTs === null || isBroadcast),
        )
        .filter(within(args))
        .reverse();
      return messagePage(slack, all, args);
    },
  }),

  'conversations.replies': method({
    scopes: historyScopes,
    perMinute: tiers.three,
    args: { channel: arg.text, ts: arg.text, ...pageArgs, ...timeArgs },
    run(slack, args) {
      const conversation = heard(slack, args.channel);
      const found = findMessage(conversation, args.ts);
      if (found === undefined || found.visibleTo !== null) throw new ApiError('thread_not_found');
      const parentTs = found.threadTs ?? found.ts;
      const all = conversation.messages
        .filter(
          ({ ts, threadTs, visibleTo }) => visibleTo === null && (ts === parentTs || threadTs === parentTs),
        )
        .filter(({ ts }) => ts === parentTs || within(args)({ ts }));
      return messagePage(slack, all, args);
    },
  }),
};

function messagePage(
  slack: Slack,
  all: readonly Message[],
  args: { readonly cursor?: string; readonly limit?: number },
) {
  const { items, nextCursor } = pageOf(all, args);
  return {
    messages: items.map((message) => messageJson(slack, message)),
    has_more: nextCursor !== '',
    ...(nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } }),
  };
}

function within({ latest, oldest, inclusive = false }: Times): (message: { readonly ts: string }) => boolean {
  return ({ ts }) => {
    if (inclusive && (ts === latest || ts === oldest)) return true;
    return (latest === undefined || isLater(latest, ts)) && (oldest === undefined || isLater(ts, oldest));
  };
}

function readable(slack: Slack, id: string, use: 'read' | 'history'): Conversation {
  const conversation = conversationById(slack, id);
  checkScope(slack, use, conversation.type);
  return conversation;
}

function heard(slack: Slack, id: string): Conversation {
  const conversation = readable(slack, id, 'history');
  if (!conversation.members.has(slack.workspace.bot.id)) throw new ApiError('not_in_channel');
  return conversation;
}

function checkScope(slack: Slack, use: 'read' | 'history', type: ConversationType): void {
  const needed = scopeOf[use][type];
  if (!slack.workspace.scopes.includes(needed)) {
    throw new ApiError('missing_scope', [], missing(slack, needed));
  }
}

function missing({ workspace }: Slack, needed: string) {
  return { needed, provided: workspace.scopes.join(',') };
}
