import type { z } from 'zod';
import type { ListedJob } from '../../../operations/list-jobs.ts';
import { readInput } from '../route.ts';
import type { ApiRoute, ApiServices } from '../route.ts';
import { jobPage, jobsQuery } from '../schemas.ts';
import type { jobDocument } from '../schemas.ts';
import { apiPath, runsUrl } from '../urls.ts';

export function listJobsRoute({ publicUrl }: ApiServices): ApiRoute {
  return {
    method: 'GET',
    path: `${apiPath}/jobs`,
    operationId: 'listJobs',
    summary: 'The jobs that the token is for, by name.',
    query: jobsQuery,
    success: { status: 200, description: 'A page of jobs.', schema: jobPage },
    problems: [],
    async handle({ operations, context }, { query }) {
      const { limit, offset } = readInput(jobsQuery, query, 'query');
      const listed = await operations.listJobs(context);
      const jobs = listed.slice(offset, offset + limit).map((each) => toJobDocument(each, publicUrl));
      return { kind: 'json', body: { jobs, total: listed.length } };
    },
  };
}

function toJobDocument(listed: ListedJob, publicUrl: string): z.input<typeof jobDocument> {
  const { job, connection, state, schedule, nextRunAt, lastRun } = listed;
  return {
    id: job.id,
    name: job.name,
    description: job.description,
    direction: job.direction,
    connection,
    state,
    enabled: job.schedule.enabled,
    schedule,
    nextRunAt: nextRunAt?.toISOString() ?? null,
    lastRun:
      lastRun === null
        ? null
        : {
            runId: lastRun.id,
            status: lastRun.status,
            startedAt: lastRun.startedAt?.toISOString() ?? null,
            finishedAt: lastRun.finishedAt?.toISOString() ?? null,
          },
    runsUrl: runsUrl(publicUrl, job.id),
  };
}
