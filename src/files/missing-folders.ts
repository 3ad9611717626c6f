import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * What has to be made so that a folder is there, the uppermost first: all that is missing below the nearest one that is
 * there. Of a folder that is there nothing; a file in its place is to be made, which then fails.
 *
 * @throws the system's error where it cannot be looked at.
 */
export function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let place = resolve(folder); !isFolder(place); place = dirname(place)) {
    missing.unshift(place);
    // The root is nobody's to make.
    if (place === dirname(place)) break;
  }
  return missing;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
