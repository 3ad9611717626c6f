import type { AnyBlock } from './blocks.ts';
import { checkBlocks } from './check-blocks.ts';
import { limits } from './limits.ts';
import { charactersIn } from './tables.ts';
import { countCharacters } from './text.ts';

/** A refusal in Slack's words; `details` point at what is wrong. */
export interface MessageProblem {
  readonly error: string;
  readonly details: readonly string[];
}

/** Whatever a reader sees of a block. */
const seenKeys = new Set(['text', 'alt_text', 'title', 'caption', 'label', 'name']);

/** Whether Slack takes these blocks in one message, besides the text. */
export function checkMessageBlocks(
  blocks: unknown,
): { readonly value: AnyBlock[] } | { readonly problem: MessageProblem } {
  if (!Array.isArray(blocks)) return { problem: { error: 'invalid_blocks_format', details: [] } };
  const checked = checkBlocks(blocks, 'message');
  if ('problems' in checked) return { problem: { error: 'invalid_blocks', details: checked.problems } };
  const problem = problemOfWhole(checked.value);
  return problem === null ? checked : { problem };
}

const refused = (error: string, detail: string): MessageProblem => ({ error, details: [detail] });

function problemOfWhole(blocks: readonly AnyBlock[]): MessageProblem | null {
  const ofType = (type: AnyBlock['type']): AnyBlock[] => blocks.filter((block) => block.type === type);
  const tables = ofType('table');
  if (tables.length > 1) return refused('only_one_table_allowed', 'a message takes one table');
  if (charactersIn(tables) > limits.table.characters) {
    return refused('invalid_blocks', `tables must be less than ${limits.table.characters + 1} characters`);
  }
  const markdown = blocks.reduce(
    (sum, block) => sum + (block.type === 'markdown' ? countCharacters(block.text) : 0),
    0,
  );
  if (markdown > limits.markdown) {
    return refused('invalid_blocks', `markdown must be less than ${limits.markdown + 1} characters together`);
  }
  // Tables of data have a bound of their own, and are not read as text.
  const rest = blocks.filter(({ type }) => type !== 'data_table');
  return charactersIn(rest, seenKeys) > limits.message.characters
    ? refused(
        'msg_blocks_too_long',
        `blocks must be less than ${limits.message.characters + 1} characters together`,
      )
    : null;
}
