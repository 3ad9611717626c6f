import { memberOf } from './desk/screen-of.ts';
import { install, uninstall, uninstallUnheard } from './oauth/install.ts';
import type { Member } from './screen.ts';
import type { Slack } from './slack.ts';

/** One workspace, as whoever started the playground has it. */
export interface PlaygroundWorkspace {
  readonly id: string;
  readonly name: string;
  readonly botUserId: string;
  readonly isInstalled: boolean;
  /** Whom one can be. */
  readonly people: readonly Member[];
  /** The id of a channel, by its name without the #. */
  channelId(name: string): string;
  /** What an admin does: a channel, by its name without the #, takes no messages any more. */
  archive(channel: string): void;
  /** As if somebody had gone through OAuth. @param scopes default: all of the app. @returns the bot's token */
  install(scopes?: readonly string[]): string;
  /** As "Remove app" does: tokens are revoked, and the app is told. Resolves once it was, the first time. */
  uninstall(): Promise<void>;
  /** The same while the app is away for so long that Slack gives up telling it. */
  uninstallUnheard(): void;
  /** The access tokens of an app that rotates them expire now; refresh tokens stay good. */
  expireTokens(): void;
}

export function playgroundWorkspace(slack: Slack): PlaygroundWorkspace {
  const { workspace, tokens, app } = slack;
  const channelNamed = (name: string) => {
    const channel = workspace.channelByName(name);
    if (channel === undefined) throw new Error(`There is no channel #${name} in ${workspace.name}.`);
    return channel;
  };
  return {
    id: workspace.id,
    name: workspace.name,
    botUserId: workspace.bot.id,
    get isInstalled() {
      return workspace.isInstalled;
    },
    people: workspace.humans.map(memberOf),
    channelId: (name) => channelNamed(name).id,
    archive(name) {
      channelNamed(name).isArchived = true;
      slack.changed();
    },
    install(scopes = app.scopes) {
      const [installer] = workspace.humans;
      if (installer === undefined)
        throw new Error(`There is nobody in ${workspace.name} to install the app.`);
      const { bot } = install(slack, { installerId: installer.id, scopes, userScopes: [] });
      if (bot === null) throw new Error('An app without scopes has no bot.');
      return bot.accessToken;
    },
    uninstall: () => uninstall(slack),
    uninstallUnheard: () => void uninstallUnheard(slack),
    expireTokens: () => tokens.expireAllOf(workspace.id),
  };
}
