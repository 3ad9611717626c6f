import { revoke } from '../oauth/install.ts';
import { ApiError } from './api-error.ts';
import { arg, method, platformMethod, tiers } from './method.ts';
import type { Methods } from './method.ts';

/** An app that is started again and again, as while it is written, is not kept out. */
const reconnectBurst = 20;

export const authMethods: Methods = {
  'api.test': platformMethod({
    token: 'none',
    perMinute: tiers.four,
    args: { error: arg.text.optional() },
    run(_platform, { error }) {
      if (error !== undefined) throw new ApiError(error);
      return {};
    },
  }),

  'auth.test': method({
    token: 'any',
    perMinute: tiers.four,
    run({ workspace, origin }, _args, { kind, userId }) {
      return {
        url: `${origin()}/`,
        team: workspace.name,
        user: workspace.people.get(userId)?.handle ?? '',
        team_id: workspace.id,
        user_id: userId,
        ...(kind === 'bot' ? { bot_id: workspace.botId } : {}),
        is_enterprise_install: false,
      };
    },
  }),

  'auth.revoke': method({
    token: 'any',
    args: { test: arg.flag.optional() },
    run(slack, { test }, caller) {
      if (test === true) return { revoked: false };
      // The app is told when this call has been answered, or meanwhile.
      void revoke(slack, caller);
      return { revoked: true };
    },
  }),

  'apps.connections.open': platformMethod({
    token: 'app',
    perMinute: tiers.one,
    burst: reconnectBurst,
    run({ socketMode, delivery, origin }) {
      if (delivery().transport !== 'socket') throw new ApiError('socket_mode_not_enabled');
      const ticket = socketMode.ticket();
      if (ticket === null) throw new ApiError('too_many_websockets');
      return { url: `${origin().replace(/^http/, 'ws')}/link/?ticket=${ticket}` };
    },
  }),

  'bots.info': method({
    scopes: ['users:read'],
    args: { bot: arg.text.optional() },
    run({ workspace }, { bot = workspace.botId }) {
      if (bot !== workspace.botId) throw new ApiError('bot_not_found');
      return {
        bot: {
          id: workspace.botId,
          deleted: false,
          name: workspace.app.name,
          app_id: workspace.appId,
          user_id: workspace.bot.id,
        },
      };
    },
  }),

  'team.info': method({
    scopes: ['team:read'],
    run: ({ workspace, origin }) => ({
      team: { id: workspace.id, name: workspace.name, domain: workspace.domain, url: `${origin()}/` },
    }),
  }),
};
