import { isSqlite } from '../database/open-database.ts';
import { firstTeam } from '../domain/team.ts';
import type { TeamId } from '../domain/team.ts';
import type { HubOptions } from './index.ts';

/** Slack's ids of workspaces, and what one could take for one. */
const plainId = /^[A-Z0-9]{1,40}$/;

/**
 * Where the hub of a team is: what HUB_DATABASE_URL names is the first team's; every other one has a database of its own
 * beside it, a file `hub-T0123.db` or, in PostgreSQL, a schema `team_t0123`.
 */
export function hubOfTeam(url: string, team: TeamId): Pick<HubOptions, 'url' | 'schema'> {
  if (team === firstTeam) return { url };
  if (!plainId.test(team)) throw new Error('A hub is named after a team only by a plain id.');
  if (!isSqlite(url)) return { url, schema: `team_${team.toLowerCase()}` };
  return { url: url.replace(/(\.\w+)?$/, (ending) => `-${team}${ending}`) };
}
