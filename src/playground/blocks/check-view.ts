import { z } from 'zod';
import type { AnyBlock } from './blocks.ts';
import { checkBlocks } from './check-blocks.ts';
import type { Checked } from './check-blocks.ts';
import { allBlocks } from './elements-of.ts';
import { limits } from './limits.ts';
import { problemText, problemTexts } from './problem-text.ts';
import { characters, id, plainText } from './text.ts';

const common = {
  blocks: z.array(z.unknown()),
  private_metadata: characters(limits.view.metadata).optional(),
  callback_id: id.optional(),
  external_id: id.optional(),
};

const modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(limits.view.title),
  submit: plainText(limits.view.submit).optional(),
  close: plainText(limits.view.close).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});

const home = z.strictObject({ type: z.literal('home'), ...common });

const anyView = z.discriminatedUnion('type', [modal, home]);

export interface ModalPayload extends Omit<z.infer<typeof modal>, 'blocks'> {
  readonly blocks: readonly AnyBlock[];
}

export interface HomePayload extends Omit<z.infer<typeof home>, 'blocks'> {
  readonly blocks: readonly AnyBlock[];
}

export type ViewPayload = ModalPayload | HomePayload;

export function isTooLarge(view: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(view) ?? '') > limits.view.bytes;
}

/** Whether Slack takes this view. Its size is another question. */
export function checkView(view: unknown): Checked<ViewPayload> {
  const parsed = anyView.safeParse(view, { reportInput: true });
  if (!parsed.success) return { problems: problemTexts(parsed.error.issues, '/view') };
  const checked = checkBlocks(parsed.data.blocks, parsed.data.type, '/view/blocks');
  if ('problems' in checked) return checked;
  const blocks = checked.value;
  if (parsed.data.type === 'home') return { value: { ...parsed.data, blocks } };
  const hasInput = [...allBlocks(blocks)].some(({ block }) => block.type === 'input');
  if (hasInput && parsed.data.submit === undefined) {
    return { problems: [problemText('missing required field: submit', '/view')] };
  }
  return { value: { ...parsed.data, blocks } };
}
