import { install, uninstall } from '../oauth/install.ts';
import type { Installed } from '../oauth/install.ts';
import { tokenLifeSeconds } from '../oauth/tokens.ts';
import type { Issued } from '../oauth/tokens.ts';
import type { Platform, Slack } from '../slack.ts';
import { ApiError } from './api-error.ts';
import { arg, method, platformMethod, tiers } from './method.ts';
import type { Answer, Methods } from './method.ts';

/** In the body, or in the header by HTTP's Basic authentication. */
const credentials = { client_id: arg.text.optional(), client_secret: arg.text.optional() };

interface Credentials {
  readonly client_id?: string;
  readonly client_secret?: string;
}

export const oauthMethods: Methods = {
  'oauth.v2.access': platformMethod({
    token: 'none',
    perMinute: tiers.four,
    args: {
      ...credentials,
      code: arg.text.optional(),
      redirect_uri: arg.text.optional(),
      grant_type: arg.text.optional(),
      refresh_token: arg.text.optional(),
    },
    run(platform, args) {
      checkCredentials(platform, args);
      switch (args.grant_type ?? 'authorization_code') {
        case 'authorization_code':
          return exchange(platform, args.code ?? '', args.redirect_uri ?? null);
        case 'refresh_token':
          return refresh(platform, args.refresh_token ?? '');
        default:
          throw new ApiError('invalid_grant_type');
      }
    },
  }),

  'apps.uninstall': method({
    token: 'any',
    args: credentials,
    run(slack, args) {
      checkCredentials(slack, args);
      // The app is told when this call has been answered, or meanwhile.
      void uninstall(slack);
      return {};
    },
  }),
};

function checkCredentials({ secrets }: Platform, given: Credentials): void {
  if (given.client_id !== secrets.clientId) throw new ApiError('invalid_client_id');
  if (given.client_secret !== secrets.clientSecret) throw new ApiError('bad_client_secret');
}

function exchange(platform: Platform, code: string, redirectUri: string | null): Answer {
  const grant = platform.codes.redeem(code, redirectUri);
  if ('error' in grant) throw new ApiError(grant.error);
  const { request, teamId, installerId } = grant;
  const slack = workspaceOf(platform, teamId);
  const installed = install(slack, { ...request, installerId });
  return {
    app_id: platform.appId,
    authed_user: { id: installerId, ...userPart(installed) },
    ...(installed.bot === null ? {} : botPart(slack, installed.bot)),
    ...wherePart(slack),
  };
}

function refresh(platform: Platform, refreshToken: string): Answer {
  const refreshed = platform.tokens.refresh(refreshToken);
  if (refreshed === null) throw new ApiError('invalid_refresh_token');
  const { owner, issued } = refreshed;
  const slack = workspaceOf(platform, owner.teamId);
  return {
    app_id: platform.appId,
    ...(owner.kind === 'bot'
      ? botPart(slack, issued)
      : { scope: owner.scopes.join(','), token_type: 'user', ...tokenPart(issued) }),
    ...wherePart(slack),
  };
}

function workspaceOf({ workspaces }: Platform, teamId: string): Slack {
  const slack = workspaces.get(teamId);
  if (slack === undefined) throw new Error(`There is no workspace ${teamId}.`);
  return slack;
}

function botPart({ workspace }: Slack, issued: Issued): Answer {
  return {
    scope: workspace.scopes.join(','),
    token_type: 'bot',
    ...tokenPart(issued),
    bot_user_id: workspace.bot.id,
  };
}

function userPart({ user }: Installed): Answer {
  return user === null ? {} : { scope: user.scopes.join(','), token_type: 'user', ...tokenPart(user) };
}

function tokenPart({ accessToken, refreshToken }: Issued): Answer {
  return {
    access_token: accessToken,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken, expires_in: tokenLifeSeconds }),
  };
}

function wherePart({ workspace }: Slack): Answer {
  return {
    team: { id: workspace.id, name: workspace.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}
