/**
 * Resolves when a promise is settled, whatever became of it: for who waits only for its turn. An error is told to whoever
 * awaits the promise itself.
 */
export async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => undefined);
}

/** As `settled`, for who waits no longer than some milliseconds. */
export function settledWithin(promise: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void settled(promise).then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
