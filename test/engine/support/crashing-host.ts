import type { RunHost } from '../../../src/engine/run-host.ts';
import { RunStopped } from '../../../src/engine/run-stopped.ts';

/** Where a run's thread dies: before its `at`-th message reaches the main thread, or before the answer reaches it. */
export interface Crash {
  readonly at: number;
  readonly lost: 'message' | 'answer';
}

export interface CrashingHost {
  readonly host: RunHost;
  readonly messages: () => number;
  readonly hasCrashed: () => boolean;
}

/**
 * From the crash on nothing passes in either direction. What is left of the attempt is told to stop, so that it
 * lets go of its files as a dead thread does; all that it did before stays as it is.
 */
export function crashingHost(host: RunHost, crash: Crash): CrashingHost {
  let messages = 0;
  let isDead = false;

  async function pass<T>(call: () => Promise<T>): Promise<T> {
    if (isDead) throw new RunStopped('lost');
    messages += 1;
    if (messages === crash.at) {
      isDead = true;
      // Messages that were sent before are answered by nobody, but done.
      if (crash.lost === 'answer') await call();
      throw new RunStopped('lost');
    }
    const answer = await call();
    if (isDead) throw new RunStopped('lost');
    return answer;
  }

  return {
    messages: () => messages,
    hasCrashed: () => isDead,
    host: {
      session: (stale) => pass(() => host.session(stale)),
      load: (target, batch) => pass(() => host.load(target, batch)),
      applyDeletes: (...args) => pass(() => host.applyDeletes(...args)),
      reconcile: (...args) => pass(() => host.reconcile(...args)),
      countSelected: (selection) => pass(() => host.countSelected(selection)),
      selectOutbound: (...args) => pass(() => host.selectOutbound(...args)),
      noteSent: (...args) => pass(() => host.noteSent(...args)),
      restart: (start) => pass(() => host.restart(start)),
      countKnown: () => pass(() => host.countKnown()),
      awaitApproval: (held) => pass(() => host.awaitApproval(held)),
      dropMatches: () => pass(() => host.dropMatches()),
      changeMode: (...args) => pass(() => host.changeMode(...args)),
      addAttributes: (attributes) => pass(() => host.addAttributes(attributes)),
      reportRetry: (retry) => {
        if (!isDead) host.reportRetry(retry);
      },
      reportUsage: (usage) => {
        if (!isDead) host.reportUsage(usage);
      },
      reportProgress: (stage) => {
        if (!isDead) host.reportProgress(stage);
      },
      finish: (outcome) => pass(() => host.finish(outcome)),
    },
  };
}
