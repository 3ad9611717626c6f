import type { Workspace } from './workspace.ts';

/** The app in one workspace, as somebody there has installed it by OAuth. */
export interface Installation {
  readonly workspace: Workspace;
  readonly appId: string | null;
  readonly botId: string | null;
  readonly botUserId: string | null;
  /** What the bot may do, by Slack's names. */
  readonly scopes: readonly string[];
  /** Slack's id of the person. */
  readonly installedBy: string;
  readonly installedAt: Date;
  readonly tokens: BotTokens;
}

/** With what the bot calls Slack in that workspace. */
export interface BotTokens {
  readonly access: string;
  /** Good once, for the next two; null where the app's tokens do not expire. */
  readonly refresh: string | null;
  /** null: never. */
  readonly expiresAt: Date | null;
}
