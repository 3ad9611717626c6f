/** `npm run demo`: everything on this machine, without an account anywhere. */
import { readFile } from 'node:fs/promises';
import { compose } from './compose.ts';
import type { App } from './compose.ts';
import { parseConfig } from './config.ts';
import { openDemoFolder } from './demo/demo-folder.ts';
import type { DemoFolder } from './demo/demo-folder.ts';
import { startDemoOrg } from './demo/demo-org.ts';
import type { DemoOrg } from './demo/demo-org.ts';
import { demoContext, runLine, runNow } from './demo/demo-runs.ts';
import { goOn } from './demo/go-on.ts';
import { whatThereIs, whatToTry } from './demo/what-there-is.ts';
import type { RunMode } from './domain/run.ts';
import type { Log } from './log.ts';

export interface DemoOptions {
  /** Of the sandbox Salesforce, on the loopback interface; 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  /** Takes what a person is to read. */
  readonly out: (text: string) => void;
  /** Ends the demo. */
  readonly signal: AbortSignal;
  /** Where everything is kept; `./data/demo` where none is named. */
  readonly dataDir?: string;
}

const usualDataDir = './data/demo';
const jobsFile = new URL('../../samples/demo-jobs.yml', import.meta.url);

/** In the order in which they make sense to a reader. */
const jobs = ['Customer accounts', 'People', 'Tasks', 'Account teams'] as const;

/**
 * Starts a sandbox Salesforce and a Crosswalk that reads it, runs every job in full and then incrementally, and goes on
 * by the jobs' schedules until the signal.
 *
 * @throws UserError where the port is in use or the folder cannot be used.
 */
export async function startDemo(options: DemoOptions): Promise<void> {
  const { port, log, out, dataDir = usualDataDir } = options;
  const folder = openDemoFolder(dataDir);
  const org = await startDemoOrg(port);
  try {
    folder.writeEnvironment(org.environment);
    const app = await compose(parseConfig({ ...folder.environment }), log, {
      environment: (name) => org.environment[name],
    });
    try {
      out(`Salesforce runs at ${org.url} (a sandbox on this machine that speaks the real protocol).`);
      await tellTheStory({ ...options, app, org, folder });
    } finally {
      await app.close();
    }
  } finally {
    await org.close();
  }
  out('The demo has stopped. Its data stays where it is.');
}

interface Story extends DemoOptions {
  readonly app: App;
  readonly org: DemoOrg;
  readonly folder: DemoFolder;
}

async function tellTheStory(story: Story): Promise<void> {
  const { app, org, folder, out, signal } = story;
  const text = await readFile(jobsFile, 'utf8');
  const applied = await app.operations.applyConfiguration(demoContext(), {
    fileName: 'samples/demo-jobs.yml',
    text,
  });
  out(`Applied samples/demo-jobs.yml: ${applied.jobs.map(({ name }) => name).join(', ')}.`);

  out('\nEvery job in full:');
  await runAll('full', story);
  if (signal.aborted) return;

  out(
    `\nPeople work in Salesforce for a while:\n${org
      .work()
      .map((each) => `  ${each}\n`)
      .join('')}`,
  );
  out('Every job again, reading only what changed:');
  await runAll('incremental', story);
  if (signal.aborted) return;

  out(await whatThereIs(app));
  out(whatToTry(folder));
  out('The schedules run on, and people go on working in Salesforce. Press Ctrl-C to stop everything.\n');
  await goOn({ app, org, say: out, signal });
}

async function runAll(mode: RunMode, { app, out, signal }: Story): Promise<void> {
  for (const job of jobs) {
    if (signal.aborted) return;
    out(runLine(job, await runNow(app, job, mode, signal)));
  }
}
