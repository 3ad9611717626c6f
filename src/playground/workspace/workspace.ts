import type { AppInput, ChannelInput, PersonInput, WorkspaceInput } from '../options.ts';
import type { Ids } from './ids.ts';
import type { Conversation, Message, Person, StoredFile } from './model.ts';

/** Older ones are forgotten. */
const maxMessages = 10_000;

const defaultPeople: readonly PersonInput[] = [
  { name: 'Ada Lovelace', isOwner: true, isAdmin: true },
  { name: 'Otto Weber' },
  { name: 'Vera Lind' },
];

const defaultChannels: readonly ChannelInput[] = [{ name: 'general' }];

export interface WorkspaceContext {
  readonly app: AppInput;
  readonly appId: string;
  readonly ids: Ids;
  readonly nowMs: () => number;
}

/** People, conversations and files of one workspace, and the one app that may be installed in it. */
export class Workspace {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly people = new Map<string, Person>();
  readonly conversations = new Map<string, Conversation>();
  readonly files = new Map<string, StoredFile>();
  readonly app: AppInput;
  readonly appId: string;
  readonly botId: string;
  readonly bot: Person;
  /** What the bot may do; null where the app is not installed. */
  private granted: ReadonlySet<string> | null;
  private readonly ids: Ids;
  private readonly nowMs: () => number;

  constructor(input: WorkspaceInput, { app, appId, ids, nowMs }: WorkspaceContext, isInstalled: boolean) {
    this.ids = ids;
    this.nowMs = nowMs;
    this.id = input.teamId ?? ids.make('T');
    this.name = input.name ?? 'Acme';
    this.domain = input.domain ?? this.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    this.app = app;
    this.appId = appId;
    this.botId = ids.make('B');
    const botHandle = app.botHandle ?? app.name.toLowerCase().replaceAll(/\s+/g, '_');
    this.bot = { ...this.personOf({ name: app.name, handle: botHandle }), isBot: true };
    for (const person of input.people ?? defaultPeople) this.addPerson(this.personOf(person));
    this.addPerson(this.bot);
    this.granted = isInstalled ? new Set(app.scopes) : null;
    if (!isInstalled) this.people.delete(this.bot.id);
    for (const channel of input.channels ?? defaultChannels) this.addChannel(channel);
    if (isInstalled) this.meetBot();
  }

  get isInstalled(): boolean {
    return this.granted !== null;
  }

  /** What the bot may do, together from all times that it was installed since it was last removed. */
  get scopes(): readonly string[] {
    return [...(this.granted ?? [])];
  }

  install(scopes: readonly string[]): void {
    this.granted = new Set([...(this.granted ?? []), ...scopes]);
    this.people.set(this.bot.id, this.bot);
    this.meetBot();
  }

  /** The bot leaves every channel; what it said stays, and is its. */
  uninstall(): void {
    this.granted = null;
    if (this.people.has(this.bot.id)) this.people.set(this.bot.id, { ...this.bot, isDeactivated: true });
    for (const { type, members } of this.conversations.values())
      if (type !== 'direct') members.delete(this.bot.id);
  }

  get humans(): Person[] {
    return [...this.people.values()].filter(({ isBot, isDeactivated }) => !isBot && !isDeactivated);
  }

  personByHandle(handle: string): Person | undefined {
    return [...this.people.values()].find((person) => person.handle === handle);
  }

  channelByName(name: string): Conversation | undefined {
    return [...this.conversations.values()].find((each) => each.type !== 'direct' && each.name === name);
  }

  /** The direct messages of two; begun where there are none yet. */
  directConversation(one: string, other: string): Conversation {
    const found = this.findDirect(one, other);
    return (
      found ??
      this.add({ id: this.ids.make('D'), type: 'direct', name: '', topic: '', members: [one, other] })
    );
  }

  findDirect(one: string, other: string): Conversation | undefined {
    return [...this.conversations.values()].find(
      ({ type, members }) =>
        type === 'direct' &&
        members.has(one) &&
        members.has(other) &&
        members.size === new Set([one, other]).size,
    );
  }

  /** Who has direct messages with the app reads them beside its Home. */
  isWithApp({ type, members }: Conversation): boolean {
    return type === 'direct' && members.has(this.bot.id);
  }

  keep(message: Message): void {
    const conversation = this.conversations.get(message.conversation);
    if (conversation === undefined) throw new Error(`There is no conversation ${message.conversation}.`);
    conversation.messages.push(message);
    if (conversation.messages.length > maxMessages) conversation.messages.splice(0, maxMessages / 10);
  }

  private meetBot(): void {
    for (const person of this.humans) this.directConversation(person.id, this.bot.id);
  }

  private addPerson(person: Person): void {
    if (this.personByHandle(person.handle) !== undefined) {
      throw new Error(`Two people have the handle ${person.handle}. Give one of them another.`);
    }
    this.people.set(person.id, person);
  }

  private personOf(input: PersonInput): Person {
    const handle = input.handle ?? (input.name.split(' ')[0] ?? input.name).toLowerCase();
    return {
      id: input.id ?? this.ids.make('U'),
      name: input.name,
      handle,
      email: input.email ?? `${handle}@${this.domain}.example`,
      title: input.title ?? '',
      isBot: false,
      isAdmin: input.isAdmin ?? input.isOwner ?? false,
      isOwner: input.isOwner ?? false,
      isGuest: input.isGuest ?? false,
      isDeactivated: input.isDeactivated ?? false,
      timeZone: input.timeZone ?? 'Europe/Berlin',
      locale: input.locale ?? 'en-US',
    };
  }

  private addChannel(input: ChannelInput): void {
    const members = input.members?.map((handle) => {
      const person = this.personByHandle(handle);
      if (person === undefined)
        throw new Error(`#${input.name} names ${handle}, who is not in the workspace.`);
      return person.id;
    });
    const conversation = this.add({
      id: input.id ?? this.ids.make('C'),
      type: input.isPrivate === true ? 'private' : 'public',
      name: input.name,
      topic: input.topic ?? '',
      members: members ?? this.humans.map(({ id }) => id),
    });
    conversation.isArchived = input.isArchived ?? false;
  }

  private add(
    given: Pick<Conversation, 'id' | 'type' | 'name' | 'topic'> & { readonly members: readonly string[] },
  ): Conversation {
    const conversation: Conversation = {
      ...given,
      createdAt: Math.floor(this.nowMs() / 1_000),
      isArchived: false,
      members: new Set(given.members),
      messages: [],
      assistantThreads: new Map(),
    };
    this.conversations.set(conversation.id, conversation);
    return conversation;
  }
}
