/** A process of its own that opens a store, queues one run and ends. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './project-root.ts';

const program = join(projectRoot, 'dist', 'test', 'support', 'programs', 'open-store.js');

/** Returns what the program printed. @throws where it failed, with what it wrote. */
export async function openStoreInProcess(url: string, runId: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, url, runId], { timeout: 15_000 });
  return stdout.trim();
}
