import type { Demo } from '../../demo.ts';
import type { Run } from '../../domain/run.ts';
import { demoContext, runLine } from './demo-runs.ts';

/** Between two rounds of work in the CRM, and between two looks for runs that have ended. */
const workEveryMs = 45_000;
const lookEveryMs = 2_000;
/** Runs of one job that are looked at: more do not end between two looks. */
const runsLooked = 5;

type People = readonly Pick<Demo['workspace']['people'][number], 'id' | 'name'>[];

export interface GoingOn {
  readonly app: Demo['app'];
  readonly org: Demo['org'];
  /** Who can be in the workspace. */
  readonly people: People;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Until the signal: people go on working in the CRM, schedules fire, and what their runs did is told. */
export async function goOn({ app, org, people, say, signal }: GoingOn): Promise<void> {
  if (signal.aborted) return;
  const told = new Set((await endedRuns(app)).map(({ run }) => run.id));
  app.scheduler.start();
  app.housekeeping.start();
  app.notices.start();
  app.schemaWatch.start();
  const work = setInterval(() => {
    say(`In the CRMs: ${org.work().join(', ')}.`);
  }, workEveryMs);
  let looking: Promise<void> = Promise.resolve();
  let failure: unknown = null;
  const failed = new AbortController();
  const look = setInterval(() => {
    looking = looking
      .then(async () => {
        for (const { job, run } of await endedRuns(app)) {
          if (told.has(run.id)) continue;
          told.add(run.id);
          say(endedText(job, run, people));
        }
      })
      .catch((error: unknown) => {
        failure = error;
        failed.abort();
      });
  }, lookEveryMs);
  try {
    await aborted(AbortSignal.any([signal, failed.signal]));
  } finally {
    clearInterval(work);
    clearInterval(look);
    await looking;
  }
  if (failure !== null) throw failure;
}

/** What a run did, under what started it. */
export function endedText(job: string, run: Run, people: People): string {
  return `${startOf(run, people)}:\n${runLine(job, run)}`;
}

function startOf({ trigger, startedBy }: Run, people: People): string {
  if (trigger === 'schedule') return 'On schedule';
  return trigger === 'catch-up'
    ? 'Missed, and made up for'
    : `Started by ${people.find(({ id }) => id === startedBy)?.name ?? startedBy}`;
}

async function endedRuns({ operations }: Demo['app']): Promise<{ job: string; run: Run }[]> {
  const listed = await operations.listJobs(demoContext());
  const found = await Promise.all(
    listed.map(async ({ job: { id, name } }) => {
      const page = { job: id, limit: runsLooked, offset: 0 };
      const { runs } = await operations.jobHistory(demoContext(), page);
      return runs.filter(({ finishedAt }) => finishedAt !== null).map((run) => ({ job: name, run }));
    }),
  );
  return found.flat().sort((a, b) => Number(a.run.finishedAt) - Number(b.run.finishedAt));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
