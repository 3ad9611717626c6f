/** The guard's rule held against what a run's job knows. */
import { isBeyond } from '../domain/guard.ts';
import type { GuardLimit } from '../domain/guard.ts';
import type { RunHost, RunSpec } from './run-host.ts';

type Guarded = Pick<RunSpec, 'guard'>;
type Knowing = Pick<RunHost, 'countKnown'>;

/** null where the run is not guarded, and of a job that knows nothing yet: nothing can be expected of it. */
export async function knownLimit({ guard }: Guarded, host: Knowing): Promise<GuardLimit | null> {
  if (guard === null) return null;
  const known = await host.countKnown();
  return known === 0 ? null : { ...guard, known };
}

/**
 * The same, null too where so many rows cannot be beyond it.
 *
 * @param isFull a full sync may find that all that is known has vanished
 */
export async function reachableLimit(
  spec: Guarded,
  host: Knowing,
  { rows, isFull }: { readonly rows: number; readonly isFull: boolean },
): Promise<GuardLimit | null> {
  if (spec.guard === null || (!isFull && rows < spec.guard.atLeast)) return null;
  const limit = await knownLimit(spec, host);
  if (limit === null) return null;
  return isBeyond(limit, isFull ? rows + limit.known : rows) ? limit : null;
}
