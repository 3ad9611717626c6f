import type { Clock } from './clock.ts';

export interface PlaygroundOptions {
  /** On the loopback interface; 0, the default, takes a free one. */
  readonly port?: number;
  /** A loopback address or `localhost`; anything else is refused. Default 127.0.0.1. */
  readonly host?: string;
  /** The default one. */
  readonly workspace?: WorkspaceInput;
  /** More of them, each with people, channels and messages of its own. */
  readonly otherWorkspaces?: readonly WorkspaceInput[];
  readonly app: AppInput;
  readonly clock?: Clock;
  /** Gives the files of the page; without it there is only the API. */
  readonly page?: (path: string) => PageFile | null;
}

export interface PageFile {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

export interface WorkspaceInput {
  readonly name?: string;
  readonly domain?: string;
  readonly teamId?: string;
  readonly people?: readonly PersonInput[];
  readonly channels?: readonly ChannelInput[];
  /** Whether the app is there from the start, with all its scopes. Default: in the default workspace only. */
  readonly isInstalled?: boolean;
}

export interface PersonInput {
  /** `Ada Lovelace`. */
  readonly name: string;
  /** Without the @. Default: the first word of the name, in lower case. */
  readonly handle?: string;
  readonly id?: string;
  readonly email?: string;
  readonly title?: string;
  readonly isAdmin?: boolean;
  readonly isOwner?: boolean;
  readonly isGuest?: boolean;
  readonly isDeactivated?: boolean;
  /** IANA name. Default Europe/Berlin. */
  readonly timeZone?: string;
  /** Default en-US. */
  readonly locale?: string;
}

export interface ChannelInput {
  /** Without the #. */
  readonly name: string;
  readonly id?: string;
  readonly isPrivate?: boolean;
  readonly isArchived?: boolean;
  readonly topic?: string;
  /** Handles; the app's bot by its own. Default: all people, and not the bot. */
  readonly members?: readonly string[];
}

export interface AppInput {
  readonly name: string;
  readonly description?: string;
  /** Default: the name in lower case. */
  readonly botHandle?: string;
  /** Of the bot where it is installed from the start: a method that needs another is refused. */
  readonly scopes: readonly string[];
  /** The kinds of event the app has asked for (`message.im`). */
  readonly events: readonly string[];
  readonly commands?: readonly CommandInput[];
  readonly shortcuts?: readonly ShortcutInput[];
  readonly hasHome?: boolean;
  /** Whether people may write to it. */
  readonly hasMessages?: boolean;
  /** Default: Socket Mode. */
  readonly delivery?: Delivery;
  /** Where people may be sent back to after they installed it; an address asked for may go on from one of them. */
  readonly redirectUris?: readonly string[];
  /** Whether its tokens expire and are refreshed. */
  readonly isRotatingTokens?: boolean;
}

export interface CommandInput {
  /** With the slash. */
  readonly command: string;
  readonly description?: string;
  readonly usageHint?: string;
  /** Whether mentions reach the app as `<@U123|name>`. */
  readonly shouldEscape?: boolean;
}

export interface ShortcutInput {
  readonly callbackId: string;
  readonly name: string;
  readonly type: 'global' | 'message';
}

export type Delivery =
  | { readonly transport: 'socket' }
  | {
      readonly transport: 'http';
      readonly eventsUrl: string;
      /** Default: as eventsUrl. */
      readonly interactivityUrl?: string;
      readonly commandsUrl?: string;
      readonly optionsUrl?: string;
    };
