/** The error that a promise ends with; fails where it does not. */
export async function caught(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`Something that is no Error was thrown: ${String(error)}`, { cause: error });
  }
  throw new Error('Nothing was thrown.');
}
