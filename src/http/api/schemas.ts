/** What goes in and out, once: requests are read by these, and the OpenAPI document is made of them. */
import { z } from 'zod';
import { approvalDecisions } from '../../domain/guard.ts';
import { runModes, runStatuses, runTriggers, zeroCounts } from '../../domain/run.ts';
import { problemTitles } from './problem.ts';

const count = z.int().min(0);
const moment = z.iso.datetime();
const countNames = Object.keys(zeroCounts) as readonly (keyof typeof zeroCounts)[];

export const startRequest = z
  .strictObject({
    mode: z
      .enum(runModes)
      .describe('`incremental` reads what changed since the last run, `full` everything.'),
  })
  .describe('How the job is to run.');

export const startedRun = z
  .strictObject({
    runId: z.string(),
    statusUrl: z.url().describe('Where to ask how it gets on.'),
  })
  .describe('The run that was queued, or that an earlier call with the same Idempotency-Key queued.');

export const runDocument = z
  .strictObject({
    runId: z.string(),
    jobId: z.string(),
    mode: z.enum(runModes),
    status: z.enum(runStatuses),
    trigger: z.enum(runTriggers).describe('What started it.'),
    startedBy: z.string().describe('The person, schedule or token that started it.'),
    dryRun: z.boolean().describe('Whether it writes nothing.'),
    counts: z
      .strictObject(Object.fromEntries(countNames.map((name) => [name, count])))
      .describe(
        'Rows. read = created + updated + unchanged + ignored + rejected; deleted are counted apart.',
      ),
    queuedAt: moment,
    startedAt: moment.nullable(),
    finishedAt: moment.nullable(),
    seconds: z.number().min(0).nullable().describe('How long it took; null until it has ended.'),
    fileUrl: z.url().nullable().describe('Where its rows are to be had; null where there is no file.'),
    error: z
      .strictObject({ code: z.string(), message: z.string() })
      .nullable()
      .describe('Why it failed; null where it did not.'),
    approval: z
      .strictObject({
        counts: z.strictObject(Object.fromEntries(countNames.map((name) => [name, count]))),
        knownRecords: count.describe('Records that the job knew.'),
        askedAt: moment,
        expiresAt: moment.describe('When the run fails where nobody has decided.'),
        decision: z.enum(approvalDecisions).nullable().describe('null while it waits.'),
      })
      .nullable()
      .describe('What the run would have done when it stopped for approval; null where it never did.'),
  })
  .describe('A run, and how far it is.');

export const jobDocument = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    direction: z.enum(['inbound', 'outbound']),
    connection: z.string().describe('Name of the connection.'),
    state: z.enum([
      'ok',
      'queued',
      'running',
      'waiting for approval',
      'waiting for connection',
      'failing',
      'disabled',
    ]),
    enabled: z
      .boolean()
      .describe('Whether its schedule starts runs. A disabled job can be started all the same.'),
    schedule: z.string().describe('When it runs, in words.'),
    nextRunAt: moment.nullable(),
    lastRun: z
      .strictObject({
        runId: z.string(),
        status: z.enum(runStatuses),
        startedAt: moment.nullable(),
        finishedAt: moment.nullable(),
      })
      .nullable(),
    runsUrl: z.url().describe('Where to POST to start it.'),
  })
  .describe('A job.');

export const maxJobsOnPage = 200;
export const jobsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(maxJobsOnPage).default(100).describe('At most so many jobs.'),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe('So many jobs are left out first.'),
});

export const jobPage = z
  .strictObject({ jobs: z.array(jobDocument), total: count.describe('Of all pages.') })
  .describe('Jobs that the token is for, by name.');

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
  .describe(
    'The same from call to call that is to start one run at most; kept for 24 hours. With another job or body it is refused.',
  );

export const problemDocument = z
  .object({
    type: z.string().describe('A URI of the kind of problem.'),
    title: z.enum(Object.values(problemTitles)),
    status: z.int().min(400).max(599),
    detail: z.string().describe('What happened, and what to do.'),
    code: z.string().describe('The kind of problem, for programs.'),
    errors: z
      .array(z.strictObject({ at: z.string(), detail: z.string() }))
      .optional()
      .describe('What of the request is wrong, and where: a JSON Pointer, a header or a query parameter.'),
    runId: z.string().optional().describe('The run that stands in the way.'),
    statusUrl: z.url().optional().describe('Where to ask how that run gets on.'),
  })
  .describe('A refusal, as RFC 9457 has it.');

/** By the names that the OpenAPI document gives them. */
export const namedSchemas = {
  StartRun: startRequest,
  StartedRun: startedRun,
  Run: runDocument,
  Job: jobDocument,
  JobPage: jobPage,
  Problem: problemDocument,
} as const;
