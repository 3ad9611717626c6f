/** The compiled `crosswalk` command, in a folder of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from './project-root.ts';
import { warmCommand } from './warm-command.ts';
import type { CommandResult } from './warm-command.ts';

export interface CommandOptions {
  /** Where it is started: databases and run files are in `data/` there. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface StartedCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandResult>;
  /** Resolves as soon as such a text was written to standard error. */
  readonly said: (pattern: RegExp) => Promise<void>;
}

export const testKey = Buffer.alloc(32, 7).toString('base64');

export function emptyFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-cli-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Runs a command to its end: in a process that is there already, but for those that read input or stay. */
export async function crosswalk(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  if (options.input !== undefined || stays.includes(args[0] ?? ''))
    return await startCrosswalk(args, options).ended;
  return await warmCommand({ args, folder: options.folder, env: environment(options) });
}

const stays = ['start', 'demo'];

/** Nothing of the environment in which the tests run, which may have settings of its own. */
const environment = ({ env = {} }: CommandOptions): NodeJS.ProcessEnv => ({
  ENCRYPTION_KEY: testKey,
  TZ: 'UTC',
  ...env,
});

/** As a process of its own. */
export function startCrosswalk(args: readonly string[], options: CommandOptions): StartedCommand {
  const { folder, input = '' } = options;
  const child = spawn(process.execPath, [join(projectRoot, 'dist', 'src', 'cli.js'), ...args], {
    cwd: folder,
    env: environment(options),
    stdio: 'pipe',
  });
  child.stdin.end(input);
  let soFar = '';
  child.stderr.on('data', (chunk: Buffer) => (soFar += chunk.toString()));
  const status = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return {
    child,
    ended: Promise.all([status, text(child.stdout), text(child.stderr)]).then(([status, stdout, stderr]) => ({
      status,
      stdout,
      stderr,
    })),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(soFar)) return;
          child.stderr.off('data', look);
          resolve();
        };
        child.stderr.on('data', look);
        child.once('close', () => reject(new Error(`It ended without saying ${String(pattern)}: ${soFar}`)));
        look();
      }),
  };
}
