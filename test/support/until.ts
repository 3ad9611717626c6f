import { setImmediate } from 'node:timers/promises';

/** Far more turns of the event loop than anything in a test takes. */
const turnsLimit = 1_000_000;

/** Lets everything else go on until `isSo`. The test's own timeout ends a wait in vain sooner. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < turnsLimit; turn += 1) {
    if (await isSo()) return;
    await setImmediate();
  }
  throw new Error('It never became so.');
}
