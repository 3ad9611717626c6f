import { isTold } from '../domain/errors.ts';
import { asTyped } from './blocks/index.ts';

/** What became of an act, to stand above what it was done to: also where it was refused. mrkdwn. */
export async function noteOf(act: () => Promise<string>): Promise<string> {
  try {
    return await act();
  } catch (error) {
    if (!isTold(error)) throw error;
    return `⚠️ ${asTyped(error.message)}`;
  }
}
