/**
 * For `mocha --require`: a rejection that nobody handles fails the test that left it. Mocha passes it on to whoever
 * listens, and nobody does. One that is handled later, because a test waits for several in turn, is none.
 */
import { setImmediate } from 'node:timers/promises';

const left = new Map<Promise<unknown>, unknown>();

function note(reason: unknown, promise: Promise<unknown>): void {
  left.set(promise, reason);
}

function forget(promise: Promise<unknown>): void {
  left.delete(promise);
}

export const mochaHooks = {
  beforeAll(): void {
    // With --parallel once for each file: Mocha takes those of unhandled rejections off between them, and no others.
    process.off('unhandledRejection', note).off('rejectionHandled', forget);
    process.on('unhandledRejection', note).on('rejectionHandled', forget);
  },

  async afterEach(): Promise<void> {
    // Node tells of them when all that is at hand is done.
    await setImmediate();
    const [reason] = left.values();
    const isLeft = left.size > 0;
    left.clear();
    if (isLeft) throw reason;
  },
};
