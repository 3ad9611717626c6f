/** What Crosswalk keeps holds customers' data and secrets: what it makes, nobody but its own account may read. */
import { closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { codeOf } from './code-of.ts';
import { isFolder, missingFolders } from './missing-folders.ts';

export const privateFile = 0o600;
const privateFolder = 0o700;

/**
 * With the folders above it. One that is there keeps the rights that somebody gave it.
 *
 * Each is tried once: Node's own `recursive` asks for ever where the system says of a folder that is there that it is
 * not, as in /proc, and a thread that asks so can be stopped by nothing.
 *
 * @throws the system's error where one of them cannot be made.
 */
export function makePrivateFolder(path: string): void {
  for (const folder of missingFolders(path)) {
    try {
      mkdirSync(folder, { mode: privateFolder });
    } catch (error) {
      // Somebody else has made it meanwhile.
      if (codeOf(error) !== 'EEXIST' || !isFolder(folder)) throw error;
    }
  }
}

/** An empty one, where there is no file yet. */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, constants.O_CREAT | constants.O_WRONLY, privateFile));
}
