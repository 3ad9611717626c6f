/**
 * A Redis server for tests: Debian's redis-server, started on a free port of this machine when it is first asked for
 * and stopped with this process. Where it is not installed, the tests that need it say that they were left out.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { freePort } from '../../src/demo/free-port.ts';
import { until } from './until.ts';

const program = 'redis-server';

export interface RedisServer {
  readonly url: string;
  /** As when its machine is gone. */
  stop(): Promise<void>;
  /** It takes connections and answers nothing, until `goOn`. */
  hang(): void;
  goOn(): void;
  /** Anew on the same port, with nothing in it. */
  start(): Promise<void>;
}

export function isRedisInstalled(): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** They hold nobody up, and go with this process where nobody stops them. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const server of running) server.kill('SIGKILL');
});

/** A server of one's own, to be stopped by who asked for it. */
export async function startRedis(...flags: readonly string[]): Promise<RedisServer> {
  const port = await freePort();
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    const flagsOfTests = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const started = spawn(program, [...flagsOfTests, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] });
    server = started;
    running.add(started);
    started.once('exit', () => running.delete(started));
    started.unref();
    if (started.stdout instanceof Socket) started.stdout.unref();
    let said = '';
    started.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < longestLog) said += text;
    });
    await until(() => {
      if (started.exitCode !== null) throw new Error(`Redis for the tests did not start:\n${said}`);
      return said.includes('Ready to accept connections');
    });
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    hang: () => void server?.kill('SIGSTOP'),
    goOn: () => void server?.kill('SIGCONT'),
    async stop() {
      if (server === null || server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
  };
}

/** Enough to see why it did not start. */
const longestLog = 20_000;

let shared: Promise<RedisServer> | null = null;
let databases = 0;
const databasesOfServer = 1_000;

/** URL of an empty database on a server that all tests share. */
export async function testRedisUrl(): Promise<string> {
  shared ??= startRedis('--databases', String(databasesOfServer));
  const { url } = await shared;
  databases += 1;
  return `${url}/${databases}`;
}

/** Defines a suite that needs Redis; where there is none, one test in its place says so. */
export function describeWithRedis(title: string, define: () => void): void {
  if (isRedisInstalled()) {
    describe(title, () => {
      before('start Redis', async function () {
        this.timeout(60_000);
        await testRedisUrl();
      });
      define();
    });
  } else {
    describe(title, () => {
      it('LEFT OUT: this machine has no Redis. Install one (apt-get install redis-server) to run it.');
    });
  }
}
