/** How the app comes into a workspace, and how it leaves. */
import { announceLeaving } from '../delivery/events.ts';
import { firstPlace } from '../desk/first-place.ts';
import type { Slack } from '../slack.ts';
import type { Issued, TokenOwner } from './tokens.ts';

export interface Allowed {
  readonly installerId: string;
  readonly scopes: readonly string[];
  readonly userScopes: readonly string[];
}

/** The tokens that it comes with: each kind only where something was asked for it. */
export interface Installed {
  readonly bot: Issued | null;
  readonly user: (Issued & Pick<TokenOwner, 'scopes'>) | null;
}

export function install(slack: Slack, { installerId, scopes, userScopes }: Allowed): Installed {
  const { workspace, tokens } = slack;
  if (scopes.length > 0) workspace.install(scopes);
  slack.changed();
  return {
    bot: scopes.length === 0 ? null : tokens.issue(botOf(slack)),
    user: userScopes.length === 0 ? null : issueToPerson(slack, installerId, userScopes),
  };
}

function issueToPerson(
  { workspace, tokens }: Slack,
  userId: string,
  asked: readonly string[],
): Installed['user'] {
  const { id: teamId } = workspace;
  const scopes = [...new Set([...tokens.scopesOf(teamId, userId), ...asked])];
  return { ...tokens.issue({ kind: 'user', teamId, userId, scopes }), scopes };
}

export function botOf({ workspace }: Slack): TokenOwner {
  return { kind: 'bot', teamId: workspace.id, userId: workspace.bot.id, scopes: [] };
}

/** Takes the app out of the workspace with all its tokens. The first attempt to tell it is waited for. */
export async function uninstall(slack: Slack): Promise<void> {
  const revoked = uninstallUnheard(slack);
  await Promise.all([announceRevoked(slack, revoked), announceLeaving(slack, { type: 'app_uninstalled' })]);
}

/** The same, and the app is not told. @returns whose tokens those were */
export function uninstallUnheard(slack: Slack): readonly TokenOwner[] {
  const revoked = slack.tokens.revokeAllOf(slack.workspace.id);
  leave(slack);
  return revoked;
}

/** Takes one's tokens back. Without any token the app is no longer installed. */
export async function revoke(slack: Slack, owner: TokenOwner): Promise<void> {
  slack.tokens.revoke(owner);
  const isLast = !slack.tokens.hasAny(slack.workspace.id);
  if (isLast || owner.kind === 'bot') leave(slack);
  await Promise.all([
    announceRevoked(slack, [owner]),
    isLast ? announceLeaving(slack, { type: 'app_uninstalled' }) : null,
  ]);
}

/** The bot and all it showed are gone. */
function leave(slack: Slack): void {
  slack.workspace.uninstall();
  slack.views.clear();
  slack.triggers.clear();
  slack.responseUrls.clear();
  for (const desk of slack.desks.values()) {
    desk.modals = [];
    desk.home = null;
    desk.menu = null;
    desk.dialog = null;
    if (desk.place.kind === 'home') {
      desk.place = { kind: 'conversation', id: firstPlace(slack.workspace, desk.person.id) };
    }
  }
  slack.changed();
}

async function announceRevoked(slack: Slack, owners: readonly TokenOwner[]): Promise<void> {
  if (owners.length === 0) return;
  const of = (kind: TokenOwner['kind']): string[] =>
    owners.filter((owner) => owner.kind === kind).map(({ userId }) => userId);
  await announceLeaving(slack, { type: 'tokens_revoked', tokens: { oauth: of('user'), bot: of('bot') } });
}
