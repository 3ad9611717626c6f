import type { Log } from '../../log.ts';
import { cut } from '../blocks/index.ts';
import type { Worded } from './outbox.ts';
import { troubleOf } from './trouble.ts';

/** What Slack takes of a text in any call. */
const maxTextLength = 4_000;

/** Slack takes the message, and not how it looks. */
const formCodes: ReadonlySet<string> = new Set([
  'msg_too_long',
  'msg_blocks_too_long',
  'invalid_blocks',
  'invalid_blocks_format',
]);

/** A message whose form is refused is said once more in its text alone: people are told that way, too. */
export async function orInPlainWords<T>(
  worded: Worded,
  call: (worded: Worded) => Promise<T>,
  log: Log,
): Promise<T> {
  try {
    return await call(worded);
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind !== 'refused' || !formCodes.has(trouble.code)) throw error;
    log.error({ code: trouble.code }, 'Slack refused the form of a message: it is said in plain words');
    return await call({ ...worded, text: cut(worded.text, maxTextLength), blocks: [] });
  }
}
