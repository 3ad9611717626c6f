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

/** What became of somebody's installing it in their browser. */
export type InstallOutcome =
  | { readonly kind: 'installed'; readonly workspace: string; readonly link: string }
  /** The person has pressed "Cancel". */
  | { readonly kind: 'cancelled' }
  /** It was not begun in this browser, was used before, or is too old. */
  | { readonly kind: 'stale' }
  /** For all workspaces of an organisation at once. */
  | { readonly kind: 'organisation' }
  | { readonly kind: 'failed'; readonly error: Error };
