/** A whole Crosswalk from the outside: a folder with its own databases, a Salesforce, and the `crosswalk` command. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryTypes } from 'sequelize';
import { openDatabase } from '../../src/database/open-database.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox, SalesforceSandboxOptions } from '../../src/sandbox/salesforce/index.ts';
import { freePort } from '../../src/demo/free-port.ts';
import { projectRoot } from './project-root.ts';
import { warmCommand } from './warm-command.ts';
import type { CommandResult } from './warm-command.ts';

export interface RunDocument {
  readonly runId: string;
  readonly mode: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly files: { readonly rows: string | null; readonly rejects: string | null };
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface House {
  readonly sandbox: SalesforceSandbox;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs the command to its end. */
  crosswalk(...args: readonly string[]): Promise<CommandResult>;
  /** Starts the command as a process of its own; the caller waits for it or ends it. */
  start(...args: readonly string[]): ChildProcess;
  /** Writes a jobs file and applies it. @throws where it is refused. */
  apply(jobs: string): Promise<void>;
  /** `crosswalk run JOB --json`. */
  run(job: string, ...flags: readonly string[]): Promise<RunDocument>;
  /** Rows of a query on the hub. */
  hub<Row extends object>(sql: string): Promise<Row[]>;
  /** Rows of a query on the bot's own state. */
  state<Row extends object>(sql: string): Promise<Row[]>;
  close(): Promise<void>;
}

const command = join(projectRoot, 'dist', 'src', 'cli.js');

/** Databases are SQLite files in the folder where no URLs are given. */
export interface HouseOptions extends SalesforceSandboxOptions {
  readonly stateUrl?: string;
  readonly hubUrl?: string;
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const sandbox = await startSalesforceSandbox(options);
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-house-'));
  const stateUrl = options.stateUrl ?? `sqlite:${join(folder, 'state.db')}`;
  const hubUrl = options.hubUrl ?? `sqlite:${join(folder, 'hub.db')}`;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: folder,
    TZ: 'UTC',
    PORT: String(await freePort()),
    DATABASE_URL: stateUrl,
    HUB_DATABASE_URL: hubUrl,
    DATA_DIR: join(folder, 'data'),
    ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'),
    LOG_LEVEL: 'error',
    SF_URL: sandbox.url,
    SF_CLIENT_ID: sandbox.credentials.clientId,
    SF_CLIENT_SECRET: sandbox.credentials.clientSecret,
  };
  const start = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [command, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });

  const crosswalk = (...args: readonly string[]): Promise<CommandResult> =>
    warmCommand({ args, folder, env });

  return {
    sandbox,
    folder,
    env,
    start,
    crosswalk,
    async apply(jobs) {
      writeFileSync(join(folder, 'jobs.yml'), jobs);
      const said = await crosswalk('apply', 'jobs.yml');
      if (said.status !== 0)
        throw new Error(`apply ended with ${said.status}:\n${said.stderr}${said.stdout}`);
    },
    async run(job, ...flags) {
      const said = await crosswalk('run', job, '--json', ...flags);
      return parseRun(said);
    },
    hub: (sql) => query(hubUrl, sql),
    state: (sql) => query(stateUrl, sql),
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function parseRun({ stdout, stderr, status }: CommandResult): RunDocument {
  try {
    return JSON.parse(stdout) as RunDocument;
  } catch (cause) {
    throw new Error(`No JSON document (exit status ${status}):\n${stdout}\n${stderr}`, { cause });
  }
}

/** What a started command says until it ends. */
export async function saidBy(child: ChildProcess): Promise<CommandResult> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  return { status: child.exitCode, stdout, stderr };
}

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const database = await openDatabase(url);
  try {
    return await database.query<Row>(sql, { type: QueryTypes.SELECT });
  } finally {
    await database.close();
  }
}

/** The connection of a jobs file, to the house's own Salesforce. */
export const connectionYaml = `connections:
  - name: Acme Salesforce
    connector: salesforce
    loginUrl: \${SF_URL}
    auth: { grant: client-credentials, clientId: "\${SF_CLIENT_ID}", clientSecret: "\${SF_CLIENT_SECRET}" }
`;
