import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Whether a folder that is not there yet could be made, found out without making it: by the nearest folder above it
 * that is there.
 *
 * @throws the system's error where it could not.
 */
export function assertCanBeMade(folder: string): void {
  // With the dot a file in the way is told as what it is.
  accessSync(`${nearestThatIs(folder)}/.`, constants.W_OK | constants.X_OK);
}

/** The root is always there. */
function nearestThatIs(path: string): string {
  for (let place = path; place !== dirname(place); place = dirname(place)) {
    if (statSync(place, { throwIfNoEntry: false }) !== undefined) return place;
  }
  return '/';
}
