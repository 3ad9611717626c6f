/** Workspaces that install the app by OAuth: they are sent to Slack, and come back with a code for a token. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { InstallProvider } from '@slack/oauth';
import type { CodedError, Installation as SlackInstallation } from '@slack/oauth';
import { WebClient } from '@slack/web-api';
import { FatalError } from '../domain/errors.ts';
import type { BotTokens, Installation, InstallOutcome } from '../domain/installation.ts';
import type { TeamId } from '../domain/team.ts';
import type { Log } from '../log.ts';
import { slackLog } from './slack-log.ts';
import { webClientOptions } from './web-client.ts';

export const installPath = '/slack/install';
export const redirectPath = '/slack/oauth_redirect';

/** What the bot may do: the scopes of manifest.yml. */
export const botScopes: readonly string[] = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'users:read',
];

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
}

export interface Installer {
  /** Sends the browser to Slack. */
  begin(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The browser is back. Sets a header of the answer, which is otherwise left to whoever calls. */
  finish(request: IncomingMessage, response: ServerResponse): Promise<InstallOutcome>;
  /** Gives a refresh token to Slack, for the next two. @throws where Slack does not take it */
  readonly exchange: (refresh: string) => Promise<BotTokens>;
}

export interface InstallerOptions {
  readonly oauth: OAuthApp;
  readonly apiUrl: string;
  readonly publicUrl: string;
  readonly install: (installation: Installation) => Promise<TeamId>;
  readonly now: () => Date;
  readonly log: Log;
}

export function createInstaller(options: InstallerOptions): Installer {
  const { apiUrl, publicUrl, install, now, log } = options;
  const { clientId, clientSecret, stateSecret } = options.oauth;
  const provider = new InstallProvider({
    clientId,
    clientSecret,
    stateSecret,
    directInstall: true,
    authorizationUrl: new URL('../oauth/v2/authorize', apiUrl).href,
    installUrlOptions: { scopes: [...botScopes], redirectUri: `${publicUrl}${redirectPath}` },
    installationStore: {
      async storeInstallation(installation) {
        await install(installationOf(installation, now()));
      },
      // Whose a request is, and with which token it is answered, is found out elsewhere.
      fetchInstallation: () => Promise.reject(new Error('Installations are looked up by their team.')),
    },
    clientOptions: webClientOptions(apiUrl, log),
    // What goes wrong is told to whoever asked; of what people type into the address nothing is logged.
    logger: { ...slackLog(log), error: () => undefined },
  });
  const slack = new WebClient(undefined, webClientOptions(apiUrl, log));

  /** A token that is not kept is not to be good either. */
  async function giveBack(token: string | undefined): Promise<void> {
    if (token === undefined) return;
    await slack.auth.revoke({ token }).catch((error: unknown) => {
      log.warn({ err: error }, "Slack did not take an organisation's token back; remove the app there");
    });
  }

  return {
    begin: (request, response) => provider.handleInstallPath(request, response),

    async finish(request, response) {
      let outcome: InstallOutcome | null = null;
      await provider.handleCallback(request, response, {
        afterInstallation: async ({ isEnterpriseInstall, bot }) => {
          if (isEnterpriseInstall !== true) return true;
          await giveBack(bot?.token);
          outcome = { kind: 'organisation' };
          return false;
        },
        success: ({ team, appId }) => {
          const to = new URLSearchParams({ team: team?.id ?? '', id: appId ?? '', tab: 'home' });
          const link = `slack://app?${to.toString()}`;
          outcome = { kind: 'installed', workspace: team?.name ?? team?.id ?? '', link };
        },
        failure: (error) => {
          outcome = failureOf(error, request);
        },
      });
      return outcome ?? { kind: 'stale' };
    },

    exchange: async (refresh) => {
      const answer = await slack.oauth.v2.access({
        client_id: clientId,
        client_secret: clientSecret,
        grant_type: 'refresh_token',
        refresh_token: refresh,
      });
      const { access_token: access, refresh_token: next, expires_in: seconds } = answer;
      if (access === undefined) throw new Error('Slack renewed a token and did not say to which.');
      return tokensOf(access, next, seconds === undefined ? undefined : now().getTime() / 1_000 + seconds);
    },
  };
}

/** @param expiresAt seconds since 1970 */
function tokensOf(access: string, refresh: string | undefined, expiresAt: number | undefined): BotTokens {
  return {
    access,
    refresh: refresh ?? null,
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt * 1_000),
  };
}

function installationOf({ team, enterprise, bot, user, appId }: SlackInstallation, now: Date): Installation {
  if (team === undefined || bot === undefined) {
    throw new FatalError(
      'Slack installed the app without a bot in a workspace. Look at the scopes of the app.',
      {
        code: 'no_bot',
      },
    );
  }
  return {
    workspace: { id: team.id, name: team.name ?? null, enterprise: enterprise?.id ?? null },
    appId: appId ?? null,
    botId: bot.id,
    botUserId: bot.userId,
    scopes: bot.scopes,
    installedBy: user.id,
    installedAt: now,
    tokens: tokensOf(bot.token, bot.refreshToken, bot.expiresAt),
  };
}

function failureOf(error: CodedError, { url = '' }: IncomingMessage): InstallOutcome {
  const asked = new URLSearchParams(url.split('?', 2)[1]);
  if (asked.get('error') === 'access_denied') return { kind: 'cancelled' };
  if (asked.has('error')) return { kind: 'failed', error };
  const isStale = stale.includes(error.code) || codeStale.includes(reasonOf(error));
  return isStale ? { kind: 'stale' } : { kind: 'failed', error };
}

const stale: readonly string[] = [
  'slack_oauth_invalid_state',
  'slack_oauth_missing_state',
  'slack_oauth_missing_code',
];
/** What Slack says of a code that it gave before. */
const codeStale: readonly string[] = ['invalid_code', 'code_already_used', 'code_expired'];

function reasonOf(error: CodedError): string {
  const data: unknown = 'data' in error ? error.data : null;
  return typeof data === 'object' && data !== null && 'error' in data ? String(data.error) : '';
}
