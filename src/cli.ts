#!/usr/bin/env node
/** The `crosswalk` command. What a command needs is loaded when it is called. */
import { createRequire } from 'node:module';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { runStatuses } from './domain/run.ts';
import type { RunStatus } from './domain/run.ts';
import { exitStatus } from './cli/exit-status.ts';
import type { ExitStatus } from './cli/exit-status.ts';
import { endLoudly, tellError } from './cli/loud-end.ts';
import type { FailureDocument } from './cli/loud-end.ts';
import { printJson } from './cli/output.ts';
import { refusedRunDocument } from './cli/run-document.ts';

/** Set by the command that ran; commander itself returns nothing. */
let status: ExitStatus = exitStatus.done;

const ofAllWorkspaces: readonly string[] = ['start', 'demo', 'reencrypt'];

const program = new Command('crosswalk')
  .description('Keeps a CRM and a customer data hub in step.')
  .version(versionOfPackage(), '--version', 'print the version')
  .option('--workspace <ID>', 'of many workspaces the one that a command is about, by its name or id')
  .configureHelp({ showGlobalOptions: true })
  .hook('preAction', async (_, command) => {
    const { workspace } = program.opts<{ workspace?: string }>();
    if (workspace !== undefined && ofAllWorkspaces.includes(command.name())) {
      program.error(`error: --workspace is of no use to ${command.name()}, which is about all of them`);
    }
    const { chooseWorkspace } = await import('./cli/command.ts');
    chooseWorkspace(workspace ?? null);
  })
  .exitOverride()
  .showHelpAfterError('(crosswalk --help lists the commands)')
  .addHelpText(
    'after',
    '\nExit status: 0 done, 1 failed, 2 wrong usage, 3 partly succeeded (some rows were rejected), 4 waits for approval.',
  );

program
  .command('start')
  .description('run jobs on their schedules until stopped')
  .action(async () => {
    const { start } = await import('./cli/start.ts');
    status = await start();
  });

program
  .command('apply')
  .argument('<FILE>', 'YAML file with connections and jobs; - reads standard input')
  .description('make connections and jobs what a file says: all of it, or nothing')
  .action(async (file: string) => {
    const { apply } = await import('./cli/apply.ts');
    status = await apply(file);
  });

program
  .command('export')
  .option('--out <FILE>', 'write to a file instead of standard output')
  .description('print connections and jobs as such a file, secrets as placeholders')
  .action(async (options: { out?: string }) => {
    const { exportAll } = await import('./cli/export.ts');
    status = await exportAll(options);
  });

program
  .command('run')
  .argument('<JOB>', 'name or id')
  .option('--full', 'a full sync')
  .option('--dry-run', 'everything but the writes')
  .option('--json', 'print the result as JSON')
  .description('run a job now and wait for its end')
  .action(async (job: string, options: { full?: boolean; dryRun?: boolean; json?: boolean }) => {
    const { run } = await import('./cli/run.ts');
    status = await run(job, options);
  });

program
  .command('approve')
  .argument('<RUN>', 'id of a run that waits for approval')
  .description('let a run go on that stopped before unusually many changes')
  .action(async (runId: string) => {
    const { approve } = await import('./cli/decide-run.ts');
    status = await approve(runId);
  });

program
  .command('reject')
  .argument('<RUN>', 'id of a run that waits for approval')
  .description('end such a run, with nothing written')
  .action(async (runId: string) => {
    const { reject } = await import('./cli/decide-run.ts');
    status = await reject(runId);
  });

program
  .command('jobs')
  .option('--json', 'print JSON')
  .description('list jobs with schedule, next run and last result')
  .action(async (options: { json?: boolean }) => {
    const { jobs } = await import('./cli/jobs.ts');
    status = await jobs(options);
  });

program
  .command('history')
  .argument('<JOB>', 'name or id')
  .option('--json', 'print JSON')
  .option('--status <STATUS...>', `only runs that are ${runStatuses.join(', ')}`, readStatus)
  .option('--limit <N>', 'runs a page', readCount(200), 20)
  .option('--page <N>', 'which page', readCount(1_000_000), 1)
  .description('list the runs of a job, newest first')
  .action(
    async (job: string, options: { json?: boolean; status?: RunStatus[]; limit: number; page: number }) => {
      const { history } = await import('./cli/history.ts');
      status = await history(job, options);
    },
  );

program
  .command('reencrypt')
  .description('encrypt all secrets with ENCRYPTION_KEY, so that ENCRYPTION_KEY_PREVIOUS can go')
  .action(async () => {
    const { reencrypt } = await import('./cli/reencrypt.ts');
    status = await reencrypt();
  });

program
  .command('doctor')
  .description('check every setting, database and connection and say what to do')
  .action(async () => {
    const { doctor } = await import('./cli/doctor.ts');
    status = await doctor();
  });

program
  .command('demo')
  .description('everything on this machine, with a sandbox of each CRM; PORT sets its address')
  .action(async () => {
    const { demo } = await import('./cli/demo/demo.ts');
    status = await demo();
  });

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<ExitStatus> {
  endQuietlyWithReader();
  const document = failureDocument(argv);
  const answered = endLoudly(document);
  try {
    await program.parseAsync([...argv]);
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return wrongUsage(error, document);
    tellError(error, document);
    return exitStatus.failed;
  } finally {
    answered();
  }
}

/** `run --json` always prints a run, also where none was made. */
function failureDocument([, , command, ...rest]: readonly string[]): FailureDocument {
  if (!rest.includes('--json')) return null;
  if (command !== 'run') return (error) => ({ error });
  const job = rest.find((word) => !word.startsWith('-')) ?? null;
  return (error) => refusedRunDocument(job, rest.includes('--full') ? 'full' : 'incremental', error);
}

/** Commander has said what is wrong already, or printed the help that was asked for. */
function wrongUsage({ exitCode, message }: CommanderError, document: FailureDocument): ExitStatus {
  if (exitCode === 0) return exitStatus.done;
  const words = message.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
  if (document !== null) printJson(document({ code: 'wrong_usage', message: words }));
  return exitStatus.wrongUsage;
}

/** `crosswalk jobs | head -1` is no failure. */
function endQuietlyWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(status);
  });
}

function versionOfPackage(): string {
  const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };
  return version;
}

function readCount(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
  };
}

function readStatus(text: string, before: RunStatus[] | undefined): RunStatus[] {
  const found = runStatuses.find((each) => each === text);
  if (found !== undefined) return [...(before ?? []), found];
  throw new InvalidArgumentError(`It is one of ${runStatuses.join(', ')}.`);
}
