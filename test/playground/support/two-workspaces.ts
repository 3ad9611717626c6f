import type { AppInput } from '../../../src/playground/index.ts';
import { startTestPlayground } from '../../support/playground.ts';
import type { TestPlayground, TestPlaygroundOptions } from '../../support/playground.ts';

export const redirectUri = 'http://127.0.0.1:9/slack/oauth_redirect';

/** Acme, which has the app, and Globex, which does not have it yet. */
export function startTwoWorkspaces(
  app: Partial<AppInput> = {},
  options: TestPlaygroundOptions = {},
): Promise<TestPlayground> {
  return startTestPlayground({
    otherWorkspaces: [
      {
        name: 'Globex',
        people: [
          { name: 'Hank Scorpio', isOwner: true },
          { name: 'Homer Simpson' },
          { name: 'Gil Gunderson', isGuest: true },
        ],
        channels: [{ name: 'general' }, { name: 'secret', isPrivate: true }],
      },
    ],
    ...options,
    app: { redirectUris: [redirectUri], ...app },
  });
}

/** What a delivery of an event says of whose it is. */
export function signedFor(playground: TestPlayground, workspace: string): object {
  const { id, botUserId } = playground.workspace(workspace);
  const authorization = { enterprise_id: null, team_id: id, user_id: botUserId };
  return {
    team_id: id,
    api_app_id: playground.appId,
    authorizations: [{ ...authorization, is_bot: true, is_enterprise_install: false }],
  };
}
