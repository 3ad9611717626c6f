/** What Crosswalk keeps holds customers' data and secrets: what it makes, nobody but its own account may read. */
import { closeSync, constants, mkdirSync, openSync } from 'node:fs';

export const privateFile = 0o600;
const privateFolder = 0o700;

/** With the folders above it. One that is there keeps the rights that somebody gave it. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: privateFolder });
}

/** An empty one, where there is no file yet. */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, constants.O_CREAT | constants.O_WRONLY, privateFile));
}
