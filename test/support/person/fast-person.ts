import type { ElementInput } from '../../../src/playground/act.ts';
import type { Screen } from '../../../src/playground/screen.ts';
import type { In, On, Person, Where } from '../person.ts';
import { ActRefused, connect } from './connection.ts';
import type { Connection } from './connection.ts';
import { inputFor } from './fill-in.ts';
import { NotClear, NotThere, findControl, findField, isSeen } from './find.ts';
import type { Control, Field } from './part.ts';
import { textOf } from './part.ts';
import { frontOf, messagePart, readScreen } from './screen-parts.ts';

/** Long enough for a busy machine, and short enough to be within a test's own bound. */
const waitMs = 10_000;
/** What changed under the person's hand is looked for again. */
const maxTries = 20;

export interface FastPerson extends Person {
  close(): void;
}

/** Works on the playground's server, without a page. `waitMs` bounds each wait. */
export async function fastPerson(
  url: string,
  person: { readonly id: string; readonly name: string },
  bound = waitMs,
): Promise<FastPerson> {
  const connection = await connect(url, person.id);
  const hands = new Hands(connection, person.name, bound);
  return { name: person.name, ...personWith(hands), close: () => connection.close() };
}

/** Waits for what is needed on the screen, and acts. */
class Hands {
  readonly connection: Connection;
  private readonly name: string;
  private readonly boundMs: number;

  constructor(connection: Connection, name: string, boundMs: number) {
    this.connection = connection;
    this.name = name;
    this.boundMs = boundMs;
  }

  get screen(): Screen {
    return this.connection.screen;
  }

  /** Looks until it finds; what is not clear fails at once. */
  async find<Found>(look: (screen: Screen) => Found): Promise<Found> {
    const deadline = AbortSignal.timeout(this.boundMs);
    for (;;) {
      try {
        return look(this.screen);
      } catch (error) {
        if (!(error instanceof NotThere)) throw this.told(error);
        try {
          await this.connection.next(deadline);
        } catch {
          throw this.told(error);
        }
      }
    }
  }

  /** Finds and acts; where the screen changed in between, once more. */
  async act<Found>(look: (screen: Screen) => Found, act: (found: Found) => Promise<unknown>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const found = await this.find(look);
      try {
        await act(found);
        return;
      } catch (error) {
        const isGone = error instanceof ActRefused && error.code === 'not_on_screen';
        if (!isGone || tries >= maxTries) throw this.told(error);
      }
    }
  }

  private told(error: unknown): Error {
    const isExpected = error instanceof NotThere || error instanceof NotClear || error instanceof ActRefused;
    if (!isExpected) return error instanceof Error ? error : new Error(String(error));
    const seconds = this.boundMs / 1_000;
    const wait = error instanceof NotThere ? ` (looked for ${seconds} s)` : '';
    return new Error(`${this.name}: ${error.message}${wait}. On the screen:\n\n${readScreen(this.screen)}\n`);
  }
}

function personWith(hands: Hands): Omit<Person, 'name'> {
  const { connection } = hands;

  async function use(control: Control): Promise<void> {
    const { target } = control;
    switch (target.kind) {
      case 'use':
        await connection.act({ act: 'use', element: target.element, value: target.value });
        return;
      case 'choose':
        await put(target.field, inputFor(target.field, target.option, hands.screen));
        return;
      case 'submit':
      case 'close':
        await connection.act({ act: target.kind, viewId: target.viewId });
        return;
      case 'dialog':
        await connection.act({ act: 'answer-dialog', isConfirmed: target.isConfirmed });
        return;
      case 'prompt':
        await connection.act({
          act: 'post',
          conversation: target.conversation,
          text: target.message,
          threadTs: target.threadTs,
        });
    }
  }

  async function put({ element }: Field, value: ElementInput, isEntered = false): Promise<void> {
    await connection.act({ act: 'use', element, value, isEntered });
  }

  async function open(where: string): Promise<string> {
    const other = await hands.find(
      (screen) => otherCalled(screen, where) ?? conversationCalled(screen, where),
    );
    if (typeof other !== 'string') {
      await hands.act(
        () => other.id,
        (id) => connection.act({ act: 'open-direct-message', person: id }),
      );
    }
    const conversation = await hands.find((screen) => conversationCalled(screen, where));
    const { place } = hands.screen;
    if (place.kind !== 'conversation' || place.id !== conversation) {
      await hands.act(
        () => conversation,
        (id) => connection.act({ act: 'open-conversation', conversation: id }),
      );
    }
    return conversation;
  }

  async function say(text: string, where: string | undefined): Promise<void> {
    const { thread, place } = hands.screen;
    if (where === 'thread') {
      await hands.act(
        (screen) => screen.thread ?? missing('open thread'),
        ({ conversation, ts }) => connection.act({ act: 'post', conversation, text, threadTs: ts }),
      );
      return;
    }
    // Home has nothing to write in; what is said without a place goes to the first channel then.
    const here = place.kind === 'conversation' ? place.id : undefined;
    const first = hands.screen.sidebar.channels[0]?.conversation;
    const conversation = where === undefined ? (here ?? thread?.conversation ?? first) : await open(where);
    if (conversation === undefined) throw new Error('There is no channel to say it in.');
    if (conversation !== here && where === undefined) {
      await connection.act({ act: 'open-conversation', conversation });
    }
    await hands.act(
      () => conversation,
      (id) => connection.act({ act: 'post', conversation: id, text }),
    );
  }

  return {
    says: (where, text) => say(text, where),
    runs: (command, where) => say(command, where),
    async opens(where) {
      await open(where);
    },
    opensHome: () =>
      hands.act(
        () => null,
        () => connection.act({ act: 'open-home' }),
      ),
    opensThread: (text) =>
      hands.act(
        (screen) => messageWith(screen, text),
        ({ conversation, ts }) => connection.act({ act: 'open-thread', conversation, ts }),
      ),
    clicks: (label, where = {}) => hands.act((screen) => findControl(frontOf(screen), label, where), use),
    async chooses(option, where) {
      const found = await hands.find(field(where));
      const isAsked = found.type.endsWith('external_select');
      const [first] = typeof option === 'string' ? [option] : option;
      const isOffered = found.options?.some(({ label }) => label === first) === true;
      if (isAsked && first !== undefined && !isOffered) await search(first, where);
      await hands.act(
        (screen) => {
          const again = field(where)(screen);
          return { again, value: inputFor(again, option, screen) };
        },
        ({ again, value }) => put(again, value),
      );
    },
    types: (text, where) =>
      hands.act(field(where), (found) => put(found, text.replace(/\n$/, ''), text.endsWith('\n'))),
    searches: search,
    submits: () =>
      hands.act(
        (screen) => {
          const modal = screen.modals.at(-1) ?? missing('modal');
          if (modal.submit === null) throw new NotThere('There is no button that submits');
          return modal.viewId;
        },
        (viewId) => connection.act({ act: 'submit', viewId }),
      ),
    goesBack: () => leave(false),
    closes: () => leave(true),
    confirms: () => answer(true),
    declines: () => answer(false),
    reacts: (emoji, { on = '' }) =>
      hands.act(
        (screen) => messageWith(screen, on),
        ({ conversation, ts }) =>
          connection.act({ act: 'react', conversation, ts, name: emoji.replaceAll(':', '') }),
      ),
    invitesApp: (channel) =>
      hands.act(
        (screen) => ({ conversation: conversationCalled(screen, channel), member: screen.app.botUserId }),
        ({ conversation, member }) => connection.act({ act: 'invite', conversation, member }),
      ),
    async sees(text, where = {}) {
      await hands.find((screen) => {
        if (!isSeen(frontOf(screen), text, where)) throw new NotThere(`does not see ${quoted(text, where)}`);
      });
    },
    async doesNotSee(text, where = {}) {
      await hands.find((screen) => {
        if (isSeen(frontOf(screen), text, where)) throw new NotThere(`still sees ${quoted(text, where)}`);
      });
    },
    async options(where) {
      const found = await hands.find((screen) => {
        const { options } = field(where)(screen);
        return options ?? missing(`list of options in ${where.in}`);
      });
      return found.map(({ label }) => label);
    },
    async downloads(file) {
      return connection.download(await hands.find((screen) => fileCalled(screen, file)));
    },
    screenText: () => Promise.resolve(readScreen(hands.screen)),
  };

  async function search(query: string, where: In): Promise<void> {
    await hands.act(field(where), ({ element }) => connection.act({ act: 'load-options', element, query }));
  }

  async function leave(isWholeStack: boolean): Promise<void> {
    await hands.act(
      (screen) => (screen.modals.at(-1) ?? missing('modal')).viewId,
      (viewId) => connection.act({ act: 'close', viewId, isWholeStack }),
    );
  }

  async function answer(isConfirmed: boolean): Promise<void> {
    await hands.act(
      (screen) => screen.dialog ?? missing('question to answer'),
      () => connection.act({ act: 'answer-dialog', isConfirmed }),
    );
  }
}

const field =
  (where: In) =>
  (screen: Screen): Field =>
    findField(frontOf(screen), where.in, where.on);

function missing(what: string): never {
  throw new NotThere(`There is no ${what}`);
}

function quoted(text: string | RegExp, { on }: On | Where): string {
  const said = typeof text === 'string' ? `'${text}'` : String(text);
  return on === undefined ? said : `${said} with '${on}'`;
}

/** `#crm-syncs`, or direct messages with `@Crosswalk`. */
function conversationCalled({ channels, sidebar }: Screen, where: string): string {
  const name = where.slice(1);
  const direct = [...sidebar.directMessages, ...sidebar.apps];
  const found = where.startsWith('#')
    ? channels.find((channel) => channel.name === name)?.id
    : direct.find((entry) => entry.name === name)?.conversation;
  return found ?? missing(`conversation ${where}`);
}

/** Somebody with whom there are no direct messages yet. */
function otherCalled({ sidebar }: Screen, where: string): { readonly id: string } | undefined {
  return sidebar.others.find(({ name }) => `@${name}` === where);
}

function messagesOn({ place, thread }: Screen) {
  return [...(place.kind === 'conversation' ? place.messages : []), ...(thread?.messages ?? [])];
}

/** The latest that holds the text. */
function messageWith(screen: Screen, text: string) {
  const found = messagesOn(screen).findLast((message) => textOf(messagePart(screen, message)).includes(text));
  return found ?? missing(`message with '${text}'`);
}

function fileCalled(screen: Screen, name: string): string {
  const files = messagesOn(screen).flatMap((message) => message.files);
  const found = files.findLast((file) => file.name === name || file.title === name);
  return found?.path ?? missing(`file ${name}`);
}
