import type { WebClient } from '@slack/web-api';
import { UserError } from '../domain/errors.ts';
import type { Workspace } from '../domain/workspace.ts';
import { askedSeldom } from './asked-seldom.ts';
import { tokenRefusalOf } from './token-refusals.ts';

/** Who the bot is. */
export interface Identity {
  readonly botId: string | undefined;
  readonly botUserId: string | undefined;
  readonly teamId: string | undefined;
}

export interface IdentityCheck {
  /** As it was last heard; null before Slack was reached. */
  known(): Identity | null;
  /** @throws UserError where Slack refuses the token; anything else where it cannot be reached. */
  ask(): Promise<Identity>;
}

/** @param onMet told of the workspace each time that it answers; what it throws, `ask` does */
export function createIdentity(
  slack: WebClient,
  now: () => Date,
  onMet: (workspace: Workspace) => Promise<void>,
): IdentityCheck {
  let known: Identity | null = null;
  return {
    known: () => known,
    ask: askedSeldom(async () => (known = await test(slack, onMet)), now),
  };
}

async function test(slack: WebClient, onMet: (workspace: Workspace) => Promise<void>): Promise<Identity> {
  const { workspace, ...identity } = await asked(slack);
  const { teamId: id } = identity;
  if (id !== undefined) await onMet({ id, ...workspace });
  return identity;
}

async function asked(slack: WebClient): Promise<Identity & { readonly workspace: Omit<Workspace, 'id'> }> {
  try {
    const answer = await slack.auth.test();
    const { bot_id: botId, user_id: botUserId, team_id: teamId } = answer;
    const workspace = { name: answer.team ?? null, enterprise: answer.enterprise_id ?? null };
    return { botId, botUserId, teamId, workspace };
  } catch (error) {
    const code = tokenRefusalOf(error);
    if (code === null) throw error;
    throw new UserError(
      `SLACK_BOT_TOKEN: Slack refuses it (${code}). Copy the "Bot User OAuth Token" from "OAuth & Permissions" of the app.`,
      { code: 'invalid_config', cause: error },
    );
  }
}
