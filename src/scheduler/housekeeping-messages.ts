/** What the housekeeping worker and the main thread say to each other. Plain data: it crosses threads. */
import type { Sweep, SweepReport } from './run-folder.ts';

/** Given to the worker when it starts. */
export interface HousekeepingData {
  readonly sweep: Sweep;
}

/** From the worker. After the report it sends Bree's `done`. */
export type HousekeepingMessage =
  | { readonly kind: 'found'; readonly paths: readonly string[] }
  | { readonly kind: 'swept'; readonly report: SweepReport };

/** To the worker: of the paths that it found last, those that stay. */
export interface NamedPaths {
  readonly named: readonly string[];
}
