import type { Timers } from './timers.ts';

/** What the work gives, or null where it takes longer; then it goes on. @throws what the work throws in time. */
export function within<Result>(
  work: Promise<Result>,
  ms: number,
  timers: Timers,
): Promise<{ readonly result: Result } | null> {
  return new Promise((resolve, reject) => {
    const callOff = timers.after(ms, () => resolve(null));
    work.finally(callOff).then((result) => resolve({ result }), reject);
  });
}
