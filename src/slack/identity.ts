import { WebAPIPlatformError } from '@slack/web-api';
import type { WebClient } from '@slack/web-api';
import { UserError } from '../domain/errors.ts';

/** Who the bot is. */
export interface Identity {
  readonly botId: string | undefined;
  readonly botUserId: string | undefined;
  readonly teamId: string | undefined;
}

/** Whether Slack was reached is not asked more often than this, however often somebody looks. */
const askEveryMs = 30_000;

export interface IdentityCheck {
  /** As it was last heard; null before Slack was reached. */
  known(): Identity | null;
  /** @throws UserError where Slack refuses the token; anything else where it cannot be reached. */
  ask(): Promise<Identity>;
}

export function createIdentity(slack: WebClient, now: () => Date): IdentityCheck {
  let known: Identity | null = null;
  let askedAtMs = -Infinity;
  let pending: Promise<Identity> | null = null;

  return {
    known: () => known,
    ask() {
      const nowMs = now().getTime();
      if (pending !== null && nowMs - askedAtMs < askEveryMs) return pending;
      askedAtMs = nowMs;
      const asked = test(slack).then((identity) => (known = identity));
      pending = asked;
      // A failure is told to whoever asks, and asked about again by the next one.
      asked.catch(() => {
        if (pending === asked) pending = null;
      });
      return asked;
    },
  };
}

async function test(slack: WebClient): Promise<Identity> {
  try {
    const { bot_id: botId, user_id: botUserId, team_id: teamId } = await slack.auth.test();
    return { botId, botUserId, teamId };
  } catch (error) {
    const code = error instanceof WebAPIPlatformError ? error.data.error : null;
    if (code === null || !refused.includes(code)) throw error;
    throw new UserError(
      `SLACK_BOT_TOKEN: Slack refuses it (${code}). Copy the "Bot User OAuth Token" from "OAuth & Permissions" of the app.`,
      { code: 'invalid_config', cause: error },
    );
  }
}

const refused: readonly string[] = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
];
