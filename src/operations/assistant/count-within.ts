import { isTold } from '../../domain/errors.ts';

/**
 * A number that is good to have and not waited for: null where it is not there in time, or cannot be had.
 *
 * @throws what people cannot be told: that is a bug
 */
export async function countWithin(count: () => Promise<number>, deadlineMs: number): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), deadlineMs);
  });
  try {
    return await Promise.race([count(), late]);
  } catch (error) {
    if (isTold(error)) return null;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
