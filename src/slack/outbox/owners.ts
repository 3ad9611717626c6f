import type { WebClient } from '@slack/web-api';
import { UserError } from '../../domain/errors.ts';
import type { Log } from '../../log.ts';
import type { Operations } from '../../operations/index.ts';
import type { OperationContext } from '../../operations/operation.ts';
import type { People } from '../people.ts';
import { troubleOf } from './trouble.ts';

/** Admins of the workspace who are told in place of an owner. */
const maxAdmins = 3;
const pageSize = 200;
const maxPages = 10;

export interface OwnersDeps {
  readonly operations: Pick<Operations, 'showJob'>;
  readonly people: Pick<People, 'profile'>;
  readonly slack: WebClient;
  readonly context: () => OperationContext;
  readonly log: Log;
}

/**
 * Who saved the job last in Slack, or else admins of the workspace. Nobody where Slack will not say.
 *
 * @throws where Slack cannot be asked now: they are to be told all the same, later
 */
export function createOwners(deps: OwnersDeps): (jobId: string) => Promise<readonly string[]> {
  const { operations, people, slack, context, log } = deps;

  async function savedBy(jobId: string): Promise<string | null> {
    try {
      const { savedBy: saved } = await operations.showJob(context(), { job: jobId });
      if (saved?.door !== 'slack') return null;
      return (await people.profile(saved.actor)).id;
    } catch (error) {
      // The job is deleted, or the person has left.
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  return async (jobId) => {
    try {
      const owner = await savedBy(jobId);
      return owner === null ? await workspaceAdmins(slack) : [owner];
    } catch (error) {
      const { kind } = troubleOf(error);
      if (kind === 'slow down' || kind === 'unsure' || kind === 'later') throw error;
      log.error(
        { err: error, jobId },
        'nobody could be found to be told that the channel of a job is closed',
      );
      return [];
    }
  };
}

async function workspaceAdmins(slack: WebClient): Promise<readonly string[]> {
  const found: { readonly id: string; readonly rank: number }[] = [];
  let cursor = '';
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await slack.users.list({ limit: pageSize, ...(cursor === '' ? {} : { cursor }) });
    for (const user of answer.members ?? []) {
      const isThere = user.deleted !== true && user.is_bot !== true;
      const rank = [user.is_primary_owner, user.is_owner, user.is_admin].indexOf(true);
      if (isThere && rank >= 0 && user.id !== undefined) found.push({ id: user.id, rank });
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return found
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, maxAdmins)
    .map(({ id }) => id);
}
