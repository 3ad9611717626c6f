/** A process of its own that claims a run and holds it until it is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from './project-root.ts';

const program = join(projectRoot, 'dist', 'test', 'support', 'programs', 'hold-run.js');

export interface RunHolder {
  readonly owner: string;
  /** As a machine that runs out of memory does: SIGKILL. Resolves when the process is gone. */
  readonly kill: () => Promise<void>;
}

export async function holdRunInProcess(url: string, runId: string): Promise<RunHolder> {
  const child = spawn(process.execPath, [program, url, runId], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const said = once(createInterface({ input: child.stdout }), 'line');
  const [line] = await Promise.race([said, exited.then(() => ['']) as Promise<unknown[]>]);
  if (typeof line !== 'string' || line === '')
    throw new Error('The process ended before it claimed the run.');
  return {
    owner: line,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
