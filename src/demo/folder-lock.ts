import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { UserError } from '../domain/errors.ts';
import { codeOf } from '../files/code-of.ts';
import { privateFile } from '../files/private-files.ts';
import { describeOwner, lookAtOwner, newOwner } from '../scheduler/owner.ts';

/** How often a process says that it still has the folder, and after which silence one that cannot be seen is taken for gone. */
const sayEveryMs = 10_000;
const silenceLimitMs = 4 * sayEveryMs;
/** Who finds a file of a process that is gone takes it away; two that do so at once meet a second time. */
const maxTries = 3;

/**
 * Takes a folder for this process alone.
 *
 * @param file is there while the folder is taken
 * @returns gives it back
 * @throws UserError `demo_running` naming the process that has it
 */
export function lockFolder(file: string): () => void {
  const owner = newOwner();
  for (let tries = 1; ; tries += 1) {
    try {
      writeFileSync(file, owner, { flag: 'wx', mode: privateFile });
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || tries === maxTries) throw error;
      refuseLiving(file);
      rmSync(file, { force: true });
    }
  }
  const timer = setInterval(() => {
    utimesSync(file, new Date(), new Date());
  }, sayEveryMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    rmSync(file, { force: true });
  };
}

function refuseLiving(file: string): void {
  const heardOf = statSync(file, { throwIfNoEntry: false })?.mtime ?? null;
  if (heardOf === null) return;
  const owner = readFileSync(file, 'utf8');
  const seen = lookAtOwner(owner);
  const isHeard = Date.now() - heardOf.getTime() <= silenceLimitMs;
  if (seen === 'gone' || (seen === 'out of sight' && !isHeard)) return;
  throw new UserError(
    `A demo runs in this folder already: ${describeOwner(owner)}. Stop it with Ctrl-C where it runs, or start this one ` +
      'in another folder, with another PORT.',
    { code: 'demo_running' },
  );
}
