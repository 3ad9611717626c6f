/** The teams as the Slack door sees them. */
import type { Operations } from '../operations/index.ts';
import { UserError } from '../domain/errors.ts';
import type { TeamId } from '../domain/team.ts';
import { askWhileAway } from '../engine/while-away.ts';
import type { Log } from '../log.ts';
import type { SlackTeams } from '../slack/slack-teams.ts';
import type { State } from '../store/team-store.ts';

/** Teams that are sent to in one look; the others have their turn in the next. */
const maxTeamsDue = 1_000;

export function slackTeams(
  state: State,
  operationsOf: (team: TeamId) => Operations,
  log: Log,
  now: () => Date = () => new Date(),
): SlackTeams {
  const { teams, everywhere } = state;
  return {
    of(team) {
      const { deliveries, outbox, leases, installation } = state.of(team);
      return {
        operations: operationsOf(team),
        deliveries,
        outbox,
        leases,
        installation: {
          find: () => installation.find(),
          // The old one is spent: were the new one lost, somebody would have to install the app anew.
          renew: (...renewed) => askWhileAway(() => installation.renew(...renewed)),
        },
      };
    },
    byWorkspace: async (workspace) => (await teams.byWorkspace(workspace))?.id ?? null,
    due: (moment) => everywhere.outbox.teamsDue(moment, maxTeamsDue),
    async met(team, workspace) {
      if ((await teams.meet(team, workspace)) === 'met') return;
      throw new UserError(
        `SLACK_BOT_TOKEN: it is for the workspace ${workspace.name ?? workspace.id} (${workspace.id}), and what is kept ` +
          "in DATABASE_URL is another workspace's. Give the token of that one, or name another database.",
        { code: 'other_workspace' },
      );
    },
    async install(installation, options) {
      const team = await teams.install(installation, options);
      const { name, id } = installation.workspace;
      log.info({ team }, `The workspace ${name ?? id} has installed Crosswalk`);
      return team;
    },
    async left(team, installedAt) {
      if (!(await teams.leave(team, now(), installedAt))) return;
      log.warn(
        { team },
        'The workspace has removed Crosswalk: no schedule fires and nothing is sent until it is back.',
      );
    },
  };
}
