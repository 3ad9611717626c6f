/** What is asked of all teams at once. By an id, which no two rows share, it is found whose a row is. */
import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import type { TeamId } from '../domain/team.ts';
import { createJobStore } from './jobs.ts';
import type { Models } from './models.ts';
import { createOutboxStore } from './outbox.ts';
import { reseal } from './reseal.ts';
import { createRunStore } from './runs.ts';
import type { SecretBox } from './secrets.ts';
import type { Store } from './store.ts';
import type { Everywhere } from './team-store.ts';
import { createWebhookStore } from './webhooks.ts';

/** @param models everybody's */
export function createEverywhere(
  database: Sequelize,
  models: Models,
  box: SecretBox,
  of: (team: TeamId) => Store,
): Everywhere {
  const jobs = createJobStore(database, models);
  const runs = createRunStore(database, models);
  const webhooks = createWebhookStore(database, models, box);
  const outbox = createOutboxStore(database, models);

  const teamOf = (place: Place, value: string): Promise<TeamId | null> => teamAt(database, place, value);

  async function ofRun(id: string): Promise<Store['runs'] | null> {
    const team = await teamOf('runs.id', id);
    return team === null ? null : of(team).runs;
  }

  return {
    jobs: {
      due: (...asked) => jobs.due(...asked),
      scheduled: () => jobs.scheduled(),
      reschedule: (...asked) => jobs.reschedule(...asked),
      earliestRunAt: (...asked) => jobs.earliestRunAt(...asked),
      cursor: (id) => jobs.cursor(id),
      async advance(id, ...asked) {
        const team = await teamOf('jobs.id', id);
        return team === null ? 'moved before' : await of(team).jobs.advance(id, ...asked);
      },
    },
    runs: {
      byId: (id) => runs.byId(id),
      list: (...asked) => runs.list(...asked),
      claim: (...asked) => runs.claim(...asked),
      heartbeat: (...asked) => runs.heartbeat(...asked),
      requeue: (...asked) => runs.requeue(...asked),
      release: (...asked) => runs.release(...asked),
      running: () => runs.running(),
      waiting: (limit) => runs.waiting(limit),
      namedFiles: (paths) => runs.namedFiles(paths),
      // What is told of these is written with them.
      finish: async (id, ...asked) => (await (await ofRun(id))?.finish(id, ...asked)) ?? false,
      cancelQueued: async (id, ...asked) => (await (await ofRun(id))?.cancelQueued(id, ...asked)) ?? false,
      requestCancel: async (id, ...asked) => (await (await ofRun(id))?.requestCancel(id, ...asked)) ?? false,
    },
    webhooks: {
      claim: (request) => webhooks.claim(request),
      secret: (id) => webhooks.secret(id),
      settle: (...asked) => webhooks.settle(...asked),
      waiting: () => webhooks.waiting(),
    },
    outbox: {
      waiting: () => outbox.waiting(),
      async teamsDue(now, limit) {
        const due = await database.query<{ team_id: TeamId }>(
          `SELECT team_id FROM outbox
            WHERE due_at <= :now AND team_id NOT IN (SELECT id FROM teams WHERE left_at IS NOT NULL)
            GROUP BY team_id ORDER BY MIN(due_at), team_id LIMIT :limit`,
          { replacements: { now, limit }, type: QueryTypes.SELECT },
        );
        return due.map(({ team_id: team }) => team);
      },
    },
    secrets: {
      reseal: async (onProgress) => ({
        ...(await reseal({ database, box }, onProgress)),
        currentKeyId: box.currentKeyId,
      }),
    },
    teamOf: {
      run: (id) => teamOf('runs.id', id),
      token: (id) => teamOf('api_tokens.id', id),
      connectLink: (where) =>
        'tokenHash' in where
          ? teamOf('connect_links.token_hash', where.tokenHash)
          : teamOf('connect_links.state_hash', where.stateHash),
      downloadLink: (tokenHash) => teamOf('download_links.token_hash', tokenHash),
    },
  };
}

/** Columns whose value no two rows share, whosever they are. */
type Place =
  | 'jobs.id'
  | 'runs.id'
  | 'api_tokens.id'
  | 'connect_links.token_hash'
  | 'connect_links.state_hash'
  | 'download_links.token_hash';

async function teamAt(database: Sequelize, place: Place, value: string): Promise<TeamId | null> {
  const [table] = place.split('.', 1);
  const [row] = await database.query<{ team_id: TeamId }>(
    `SELECT team_id FROM ${table} WHERE ${place} = :value`,
    {
      replacements: { value },
      type: QueryTypes.SELECT,
    },
  );
  return row?.team_id ?? null;
}
