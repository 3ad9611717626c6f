/**
 * For `mocha --require`: a rejection that nobody handles fails the test that is under way, or the next. Mocha passes it on
 * to whoever listens, and nobody does.
 */
function fail(reason: unknown): never {
  throw reason;
}

export const mochaHooks = {
  beforeAll(): void {
    // With --parallel once for each file: Mocha takes all listeners off between them.
    if (!process.listeners('unhandledRejection').includes(fail)) process.on('unhandledRejection', fail);
  },
};
