/**
 * For `mocha --require`: whatever the suite puts into the temporary folder is in one of its own, also what its processes,
 * browsers and servers put there, and goes when the suite ends.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | null = null;

export async function mochaGlobalSetup(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'crosswalk-suite-'));
  // A database server may run as another account, and has its own folder in it where a file is run by itself.
  await chmod(folder, 0o711);
  // The processes are started after this, and find it there.
  process.env['TMPDIR'] = folder;
}

export async function mochaGlobalTeardown(): Promise<void> {
  // What a browser has left behind may still be writing there.
  if (folder !== null) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
