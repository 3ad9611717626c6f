import { UserError } from '../../src/domain/errors.ts';

/** The UserError that `action` throws; anything else that happens fails the test. */
export function userErrorOf(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}
