import { randomUUID } from 'node:crypto';
import { mkdirSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { missingFolders } from './missing-folders.ts';

/**
 * Whether a folder that is not there yet could be made, found out by making another one where its uppermost missing one
 * would be, and removing that: rights alone do not tell, there are places (/proc, /sys) where nobody can make any.
 *
 * @throws the system's error where it could not.
 */
export function assertCanBeMade(folder: string): void {
  const [uppermost] = missingFolders(folder);
  if (uppermost === undefined) return;
  const probe = join(dirname(uppermost), `.check-${randomUUID()}`);
  mkdirSync(probe);
  rmdirSync(probe);
}
