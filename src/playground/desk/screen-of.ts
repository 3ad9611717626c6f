import type { HomePayload, ModalPayload } from '../blocks/check-view.ts';
import type {
  AppOnScreen,
  ChannelOnScreen,
  Member,
  MenuOnScreen,
  ModalOnScreen,
  PlaceOnScreen,
  Screen,
  Sidebar,
  SidebarEntry,
  SurfaceContent,
  ThreadOnScreen,
  WorkspaceInfo,
} from '../screen.ts';
import type { Slack } from '../slack.ts';
import type { Conversation, Message, Person } from '../workspace/model.ts';
import { findMessage } from '../workspace/post-message.ts';
import type { Desk, OpenMenu, OpenView, SurfaceState } from './desk.ts';
import { messageOnScreen, shownBlocks } from './message-on-screen.ts';
import { markRead, unreadOf } from './read-marks.ts';

/** The latest messages of a conversation that are on the screen. */
const messagesShown = 200;
/** People whom one can begin direct messages with. */
const othersShown = 10;

export function workspaceInfo(slack: Slack): WorkspaceInfo {
  const { workspace } = slack;
  return {
    id: workspace.id,
    name: workspace.name,
    app: appOnScreen(slack),
    people: workspace.humans.map(memberOf),
  };
}

/** Everything one person sees now. Looking at a conversation is reading it. */
export function screenOf(slack: Slack, desk: Desk, version: number): Screen {
  const { workspace } = slack;
  const { app } = workspace;
  return {
    version,
    workspace: { id: workspace.id, name: workspace.name },
    me: memberOf(desk.person),
    app: appOnScreen(slack),
    members: [...workspace.people.values()].map(memberOf),
    channels: channelsFor(slack, desk),
    place: placeOf(slack, desk),
    sidebar: sidebarOf(slack, desk),
    thread: threadOf(slack, desk),
    modals: desk.modals.flatMap((view) => modalOf(view)),
    menu: desk.menu === null ? null : menuOf(desk.menu),
    dialog: desk.dialog === null ? null : dialogOf(desk.dialog),
    toasts: desk.toasts,
    commands: (workspace.isInstalled ? (app.commands ?? []) : []).map(
      ({ command, description = '', usageHint = '' }) => ({
        command,
        description,
        usageHint,
        app: app.name,
      }),
    ),
    shortcuts: workspace.isInstalled ? (app.shortcuts ?? []) : [],
  };
}

export function memberOf(person: Person): Member {
  const { id, name, handle, isBot, isAdmin, isOwner, timeZone, locale } = person;
  return { id, name, handle, isBot, isAdmin, isOwner, timeZone, locale };
}

function appOnScreen({ workspace, delivery, socketMode }: Slack): AppOnScreen {
  const { transport } = delivery();
  return {
    id: workspace.appId,
    name: workspace.app.name,
    description: workspace.app.description ?? '',
    botUserId: workspace.bot.id,
    isInstalled: workspace.isInstalled,
    hasHome: workspace.isInstalled && workspace.app.hasHome === true,
    transport,
    isConnected: transport === 'http' || socketMode.isConnected,
  };
}

function channelsFor({ workspace }: Slack, { person }: Desk): ChannelOnScreen[] {
  return [...workspace.conversations.values()]
    .filter(({ type, members }) => type === 'public' || (type === 'private' && members.has(person.id)))
    .map(({ id, name, type, isArchived, members }) => ({
      id,
      name,
      isPrivate: type === 'private',
      isArchived,
      isMember: members.has(person.id),
      hasApp: members.has(workspace.bot.id),
    }));
}

function sidebarOf(slack: Slack, desk: Desk): Sidebar {
  const { workspace } = slack;
  const mine = [...workspace.conversations.values()].filter(({ members }) => members.has(desk.person.id));
  const entries = (isMeant: (conversation: Conversation) => boolean): SidebarEntry[] =>
    mine.filter(isMeant).map((conversation) => entryOf(slack, desk, conversation));
  return {
    channels: entries(({ type, isArchived }) => type !== 'direct' && !isArchived),
    directMessages: entries((each) => each.type === 'direct' && !workspace.isWithApp(each)),
    others: othersFor(slack, desk),
    apps: entries((each) => workspace.isInstalled && workspace.isWithApp(each)),
  };
}

function othersFor({ workspace }: Slack, { person }: Desk): Sidebar['others'] {
  return workspace.humans
    .filter(({ id }) => id !== person.id && workspace.findDirect(person.id, id) === undefined)
    .slice(0, othersShown)
    .map(({ id, name }) => ({ id, name }));
}

function entryOf(slack: Slack, desk: Desk, conversation: Conversation): SidebarEntry {
  const unread = unreadOf(desk, conversation);
  const isForMe = ({ content }: Message): boolean =>
    conversation.type === 'direct' || content.text.includes(`<@${desk.person.id}>`);
  return {
    conversation: conversation.id,
    name: nameOf(slack, desk, conversation),
    isPrivate: conversation.type === 'private',
    unread: unread.length,
    mentions: unread.filter(isForMe).length,
  };
}

function nameOf({ workspace }: Slack, { person }: Desk, { type, name, members }: Conversation): string {
  if (type !== 'direct') return name;
  const other = [...members].find((member) => member !== person.id) ?? person.id;
  return workspace.people.get(other)?.name ?? other;
}

function placeOf(slack: Slack, desk: Desk): PlaceOnScreen {
  const { workspace } = slack;
  if (desk.place.kind === 'home') {
    const withApp = workspace.directConversation(desk.person.id, workspace.bot.id);
    return {
      kind: 'home',
      conversation: withApp.id,
      view: desk.home === null ? null : { viewId: desk.home.id, ...contentOf(desk.home, desk.home.payload) },
    };
  }
  const conversation = workspace.conversations.get(desk.place.id);
  if (conversation === undefined) throw new Error(`There is no conversation ${desk.place.id}.`);
  markRead(desk, conversation);
  const replies = repliesByParent(conversation);
  const all = conversation.messages.filter(
    ({ threadTs, isBroadcast, visibleTo }) =>
      (threadTs === null || isBroadcast) && (visibleTo === null || visibleTo === desk.person.id),
  );
  return {
    kind: 'conversation',
    id: conversation.id,
    name: nameOf(slack, desk, conversation),
    type: conversation.type === 'direct' && workspace.isWithApp(conversation) ? 'app' : conversation.type,
    isArchived: conversation.isArchived,
    isMember: conversation.members.has(desk.person.id),
    topic: conversation.topic,
    memberCount: conversation.members.size,
    messages: all
      .slice(-messagesShown)
      .map((message) => messageOnScreen(slack, desk, message, replies.get(message.ts) ?? 0)),
    hasOlder: all.length > messagesShown,
    suggestedPrompts: conversation.assistantThreads.get('')?.prompts ?? null,
  };
}

function repliesByParent({ messages }: Conversation): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { threadTs, visibleTo } of messages) {
    if (threadTs !== null && visibleTo === null) counts.set(threadTs, (counts.get(threadTs) ?? 0) + 1);
  }
  return counts;
}

function threadOf(slack: Slack, desk: Desk): ThreadOnScreen | null {
  if (desk.thread === null) return null;
  const { conversation: id, ts } = desk.thread;
  const conversation = slack.workspace.conversations.get(id);
  const parent = conversation === undefined ? undefined : findMessage(conversation, ts);
  if (conversation === undefined || parent === undefined) return null;
  const replies = conversation.messages.filter(
    ({ threadTs, visibleTo }) => threadTs === ts && (visibleTo === null || visibleTo === desk.person.id),
  );
  const assistant = conversation.assistantThreads.get(ts);
  return {
    conversation: id,
    ts,
    messages: [parent, ...replies.slice(-messagesShown)].map((message) =>
      messageOnScreen(slack, desk, message, message === parent ? replies.length : 0),
    ),
    status: assistant?.status ?? '',
    title: assistant?.title ?? '',
    suggestedPrompts: assistant?.prompts ?? null,
  };
}

function contentOf(
  { values, busy, problem }: SurfaceState,
  { blocks }: Pick<ModalPayload | HomePayload, 'blocks'>,
): SurfaceContent {
  return { blocks: shownBlocks(blocks), values, busy, problem };
}

function modalOf(view: OpenView): ModalOnScreen[] {
  const { payload } = view;
  if (payload.type !== 'modal') return [];
  return [
    {
      viewId: view.id,
      title: payload.title,
      submit: payload.submit ?? null,
      close: payload.close ?? null,
      errors: view.errors,
      isSubmitting: view.isSubmitting,
      ...contentOf(view, payload),
    },
  ];
}

function menuOf({ options: _options, ...menu }: OpenMenu): MenuOnScreen {
  return menu;
}

function dialogOf({ act: _act, ...dialog }: NonNullable<Desk['dialog']>): NonNullable<Screen['dialog']> {
  return dialog;
}
