/** The doors to all workspaces that the bot is in, each opened when it is first needed. */
import { setTimeout as wait } from 'node:timers/promises';
import { keepNewest } from '../domain/keep-newest.ts';
import { settled } from '../domain/settled.ts';
import { firstTeam } from '../domain/team.ts';
import type { TeamId } from '../domain/team.ts';
import { eitherToken, fixedToken, installedToken, watchedToken } from './bot-token.ts';
import type { BotToken } from './bot-token.ts';
import type { Identity, IdentityCheck } from './identity.ts';
import { installPath } from './installer.ts';
import type { Installer } from './installer.ts';
import type { DoorTools } from './services.ts';
import type { SlackTeams } from './slack-teams.ts';
import { createTeamDoor } from './team-door.ts';
import type { TeamDoor } from './team-door.ts';
import { tokenRefusalOf } from './token-refusals.ts';
import type { OnCall } from './web-client.ts';

export interface TeamDoorsOptions extends DoorTools {
  readonly teams: SlackTeams;
  /** Of the first team's workspace. */
  readonly botToken: string | null;
  /** Who the bot is by that token; null without one. */
  readonly identity: IdentityCheck | null;
  /** null: there is one workspace that this app can be in. */
  readonly installer: Installer | null;
  readonly apiUrl: string;
  readonly onCall: OnCall | undefined;
}

export interface TeamDoors {
  of(team: TeamId): TeamDoor;
  /** By Slack's id of the workspace; null where the app is not installed. */
  to(workspace: string | undefined): Promise<TeamDoor | null>;
  /** The same, also where it is not there any more. */
  toLeaving(workspace: string | undefined): Promise<TeamDoor | null>;
  /** Has what is due in a team's outbox sent, where the app is there. */
  wake(team: TeamId): Promise<void>;
  stop(): Promise<void>;
}

/** Workspaces whose team is remembered: it never becomes another one. */
const maxWorkspaces = 10_000;
/** How often Slack is asked whether a workspace that has left is really gone, and how long it is waited between. */
const maxAsks = 5;
const askAgainMs = 5_000;

export function createTeamDoors(options: TeamDoorsOptions): TeamDoors {
  const { teams, botToken, identity, installer, publicUrl, log, now } = options;
  const doors = new Map<TeamId, TeamDoor>();
  const tokens = new Map<TeamId, BotToken>();
  const known = new Map<string, TeamId>();
  /** Of which it is being found out whether they have left. */
  const leaving = new Map<TeamId, Promise<void>>();
  let isStopping = false;

  function tokenOf(id: TeamId): BotToken {
    const token = tokens.get(id) ?? newToken(id);
    tokens.set(id, token);
    return token;
  }

  function newToken(id: TeamId): BotToken {
    const { installation, leases } = teams.of(id);
    const exchange = installer?.exchange ?? null;
    const ofInstallation = { installation, leases, exchange, now, log: log.child({ team: id }) };
    const installed = watchedToken(installedToken(ofInstallation), () => leaveUnheard(id));
    if (id !== firstTeam || botToken === null) return installed;
    return installer === null ? fixedToken(botToken) : eitherToken(botToken, installed);
  }

  function of(id: TeamId): TeamDoor {
    const opened = doors.get(id);
    if (opened !== undefined) return opened;
    const isFixed = id === firstTeam && identity !== null;
    const door = createTeamDoor({
      ...options,
      id,
      team: teams.of(id),
      token: tokenOf(id),
      howToLetIn: isFixed
        ? 'look at SLACK_BOT_TOKEN and at the scopes of the app'
        : `have the app installed there again, at ${publicUrl}${installPath}`,
      self: () => selfOf(id),
      onLeft: (workspace) => leave(id, workspace),
    });
    doors.set(id, door);
    if (!isStopping) {
      door.start().catch((error: unknown) => {
        log.error({ err: error, team: id }, 'Slack: what goes on by itself in a workspace did not begin');
      });
    }
    return door;
  }

  async function selfOf(id: TeamId): Promise<Identity | null> {
    if (id === firstTeam && identity !== null) return identity.known();
    const found = await teams.of(id).installation.find();
    if (found === null) return null;
    return { botId: found.botId ?? undefined, botUserId: found.botUserId ?? undefined, teamId: undefined };
  }

  /** Slack has said that the workspace removed the app. */
  async function leave(id: TeamId, workspace: string | undefined): Promise<void> {
    if (installer === null) {
      // Another workspace that the app was in before may tell of its leaving here.
      const own = identity?.known()?.teamId;
      if (own !== undefined && workspace !== undefined && own !== workspace) return;
      return await teams.left(id, null);
    }
    await leaving.get(id);
    await leaveOnce(id, true);
  }

  /** Slack tells of a removal once, and nobody may have been there to hear it. */
  function leaveUnheard(id: TeamId): void {
    if (installer === null || leaving.has(id)) return;
    leaveOnce(id, false).catch((error: unknown) => {
      log.error(
        { err: error, team: id },
        'Slack: it could not be written that a workspace has removed the app',
      );
    });
  }

  /** One at a time. */
  function leaveOnce(id: TeamId, isHeard: boolean): Promise<void> {
    const left = leaveUnlessIn(id, isHeard);
    leaving.set(
      id,
      settled(left).then(() => void leaving.delete(id)),
    );
    return left;
  }

  async function leaveUnlessIn(id: TeamId, isHeard: boolean): Promise<void> {
    const installedAt = (await teams.of(id).installation.find())?.installedAt ?? null;
    // A call that was on its way when the workspace left.
    if (installedAt === null && !isHeard) return;
    if (!isHeard)
      log.warn(
        { team: id },
        'Slack does not take the token of a workspace; it is asked whether the app is there',
      );
    if (await isStillIn(id, isHeard)) return;
    await teams.left(id, installedAt);
    const door = doors.get(id);
    doors.delete(id);
    tokens.delete(id);
    await door?.stop();
  }

  /**
   * What Slack says late, after a workspace has installed the app anew, is not so any more. Where it does not answer, that
   * it has said so itself counts, and that it has refused a token does not.
   */
  async function isStillIn(id: TeamId, isHeard: boolean): Promise<boolean> {
    for (let asks = 1; ; asks += 1) {
      try {
        await of(id).client.auth.test();
        return true;
      } catch (error) {
        if (tokenRefusalOf(error) !== null) return false;
        log.warn({ err: error, team: id }, 'Slack does not say whether a workspace has removed the app');
        if (asks === maxAsks || isStopping) return !isHeard;
        await wait(askAgainMs, undefined, { ref: false });
      }
    }
  }

  async function teamOf(workspace: string | undefined): Promise<TeamId | null> {
    // There is one workspace that this app can be in.
    if (installer === null) return firstTeam;
    if (workspace === undefined) return null;
    const remembered = known.get(workspace);
    if (remembered !== undefined) return remembered;
    // Which workspace the token of the settings is for is told by Slack alone; nobody waits for that.
    if (identity?.known() === null) identity.ask().catch(() => undefined);
    const team = await teams.byWorkspace(workspace);
    if (team !== null) keepNewest(known, workspace, team, maxWorkspaces);
    return team;
  }

  async function isInstalled(id: TeamId): Promise<boolean> {
    return (await tokenOf(id).get()) !== null;
  }

  return {
    of,
    async to(workspace) {
      const team = await teamOf(workspace);
      return team !== null && (await isInstalled(team)) ? of(team) : null;
    },
    async toLeaving(workspace) {
      const team = await teamOf(workspace);
      return team === null ? null : of(team);
    },
    async wake(id) {
      if (!isStopping && (await isInstalled(id))) of(id).wake();
    },
    async stop() {
      isStopping = true;
      await Promise.all([...doors.values()].map((door) => door.stop()));
    },
  };
}
