/** The error that a promise is rejected with. @throws where it is not. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error(
    outcome === null ? 'It was not rejected.' : 'It was rejected with something that is no Error.',
  );
}
