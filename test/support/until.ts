import { setImmediate, setTimeout } from 'node:timers/promises';

/** What this process does by itself is done after few turns of the event loop. */
const quickTurns = 200;
/** Other threads and processes need the processor that looking all the time would take. */
const pauseMs = 2;
/** The test's own timeout ends a wait in vain sooner. */
const turnsLimit = 100_000;

/** Lets everything else go on until `isSo`. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < turnsLimit; turn += 1) {
    if (await isSo()) return;
    await (turn < quickTurns ? setImmediate() : setTimeout(pauseMs));
  }
  throw new Error('It never became so.');
}
