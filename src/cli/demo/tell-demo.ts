import { openDemo } from '../../demo.ts';
import type { Demo, DemoOptions } from '../../demo.ts';
import type { RunMode } from '../../domain/run.ts';
import { runLine, runNow } from './demo-runs.ts';
import { goOn } from './go-on.ts';
import { setUp } from './set-up.ts';
import { whatThereIs, whatToTry } from './what-there-is.ts';

export interface TellOptions extends DemoOptions {
  /** Takes what a person is to read. */
  readonly out: (text: string) => void;
  /** Ends the demo. */
  readonly signal: AbortSignal;
}

/** In the order in which they make sense to a reader. */
const jobs = [
  'Customer accounts',
  'People',
  'Tasks',
  'Account teams',
  'Dynamics accounts',
  'Ratings to Salesforce',
  'Ratings to Dynamics',
] as const;

/**
 * Opens the demo, runs every job in full and then incrementally, and goes on by the jobs' schedules until the signal.
 *
 * @throws UserError as `openDemo`.
 */
export async function tellDemo(options: TellOptions): Promise<void> {
  const { out } = options;
  const demo = await openDemo(options);
  try {
    out(`Slack:      ${demo.workspace.url}  (open it in a browser)`);
    out(`Salesforce: ${demo.org.url}  (a sandbox that speaks the real protocol)`);
    out(`Dynamics:   ${demo.org.dataverseUrl}  (another one)\n`);
    await tellTheStory(demo, options);
  } finally {
    await demo.close();
  }
  out('The demo has stopped. Its data stays where it is.');
}

async function tellTheStory(demo: Demo, { out, signal }: TellOptions): Promise<void> {
  const { app, org, folder, workspace } = demo;
  const runAll = async (mode: RunMode): Promise<void> => {
    for (const job of jobs) {
      if (signal.aborted) return;
      out(runLine(job, await runNow(app, job, mode, signal)));
    }
  };
  out(await setUp(demo));

  out('\nEvery job in full:');
  await runAll('full');
  if (signal.aborted) return;

  const work = org.work().map((each) => `  ${each}\n`);
  out(`\nPeople work in both for a while:\n${work.join('')}`);
  out('Every job again, reading only what changed:');
  await runAll('incremental');
  if (signal.aborted) return;

  out(await whatThereIs(demo));
  out(whatToTry(folder));
  out('The schedules run on, and people go on working in Salesforce and Dynamics 365.');
  out(`Open ${workspace.url} in a browser. Press Ctrl-C to stop everything.\n`);
  await goOn({ app, org, people: workspace.people, say: out, signal });
}
