/**
 * Resolves when a promise is settled, whatever became of it: for who waits only for its turn. An error is told to whoever
 * awaits the promise itself.
 */
export async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => undefined);
}
