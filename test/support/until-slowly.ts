import { setTimeout } from 'node:timers/promises';

const lookMs = 50;
const looksLimit = 4_000;

/** As `until`, where other processes are waited for: they need the processor that looking all the time would take. */
export async function untilSlowly(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let look = 0; look < looksLimit; look += 1) {
    if (await isSo()) return;
    await setTimeout(lookMs);
  }
  throw new Error('It never became so.');
}
