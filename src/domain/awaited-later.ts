/**
 * A promise whose error is seen by whoever awaits it, later. Until then it would be nobody's error, which ends the
 * process.
 */
export function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
