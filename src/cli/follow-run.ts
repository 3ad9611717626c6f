import type { Run } from '../domain/run.ts';
import type { ShownRun } from '../operations/show-run.ts';
import { say } from './output.ts';
import { createProgress } from './progress.ts';

/** How often the run is looked at. */
const lookEveryMs = 300;

/**
 * Shows how a run gets on while `ended` waits for its end, and says so where another process executes it.
 *
 * @param look how the run stands now
 */
export async function followRun(look: () => Promise<ShownRun>, ended: () => Promise<Run>): Promise<Run> {
  const progress = createProgress();
  let isElsewhereTold = false;
  const show = (run: ShownRun): void => {
    if (run.executor?.isHere === false && !isElsewhereTold) {
      isElsewhereTold = true;
      say(`This run is executed by ${run.executor.name} (the bot, as a rule), and followed here.`);
    }
    progress.show(run, new Date());
  };
  const timer = setInterval(() => {
    // A look that fails is followed by another; what is wrong with the database comes out of `ended`.
    look().then(show, () => undefined);
  }, lookEveryMs);
  try {
    return await ended();
  } finally {
    clearInterval(timer);
    progress.stop();
  }
}
