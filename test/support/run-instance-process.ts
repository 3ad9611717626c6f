/** Processes of their own that execute the runs of one queue. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from './project-root.ts';
import { untilSlowly } from './until-slowly.ts';

const program = join(projectRoot, 'dist', 'test', 'support', 'programs', 'run-instance.js');

export interface InstanceProcess {
  /** `run attempt` of what it began, in order. */
  readonly begun: readonly string[];
  /** Resolves when the process is gone. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

/** Starts instances; those that still run after a test are killed. */
export function useInstanceProcesses(): (databaseUrl: string, queueUrl: string) => Promise<InstanceProcess> {
  const started: InstanceProcess[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ end }) => end('SIGKILL')));
  });

  return async (databaseUrl, queueUrl) => {
    const child = spawn(process.execPath, [program, databaseUrl, queueUrl], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const said: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
    const instance: InstanceProcess = {
      get begun() {
        return said.filter((line) => line !== 'ready');
      },
      async end(signal) {
        child.kill(signal);
        await exited;
      },
    };
    started.push(instance);
    await untilSlowly(() => {
      if (child.exitCode !== null) throw new Error('The instance ended before it was ready.');
      return said.includes('ready');
    });
    return instance;
  };
}
