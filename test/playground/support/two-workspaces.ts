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
