/** Walks blocks that are known to be well formed. */
import type { AnyBlock } from './blocks.ts';
import type { inActions, inContextActions, inInput, inSection } from './elements.ts';
import type { z } from 'zod';

/** Anything with an action_id. */
export type AnyElement = Exclude<
  | z.infer<typeof inActions>
  | z.infer<typeof inSection>
  | z.infer<typeof inInput>
  | z.infer<typeof inContextActions>,
  { readonly type: 'image' }
>;

export type InputBlock = Extract<AnyBlock, { readonly type: 'input' }>;

export interface PlacedElement {
  readonly block: AnyBlock;
  readonly element: AnyElement;
  /** Of the element within all blocks, as a JSON pointer. */
  readonly pointer: string;
}

/** The blocks themselves and those inside of them, outer ones first. */
export function* allBlocks(
  blocks: readonly AnyBlock[],
  pointer = '/blocks',
): Generator<{ readonly block: AnyBlock; readonly pointer: string }> {
  for (const [index, block] of blocks.entries()) {
    const at = `${pointer}/${index}`;
    yield { block, pointer: at };
    if (block.type === 'container') yield* allBlocks(block.child_blocks, `${at}/child_blocks`);
    if (block.type === 'carousel') yield* allBlocks(block.elements, `${at}/elements`);
  }
}

/** Everything that can be clicked, chosen or filled in. */
export function* elementsOf(blocks: readonly AnyBlock[], pointer = '/blocks'): Generator<PlacedElement> {
  for (const { block, pointer: at } of allBlocks(blocks, pointer)) yield* elementsIn(block, at);
}

function* elementsIn(block: AnyBlock, at: string): Generator<PlacedElement> {
  if (block.type === 'actions' || block.type === 'context_actions') {
    for (const [index, element] of block.elements.entries()) {
      yield { block, element, pointer: `${at}/elements/${index}` };
    }
  } else if (block.type === 'section') {
    if (block.accessory === undefined || block.accessory.type === 'image') return;
    yield { block, element: block.accessory, pointer: `${at}/accessory` };
  } else if (block.type === 'input') {
    yield { block, element: block.element, pointer: `${at}/element` };
  } else if (block.type === 'card') {
    for (const [index, element] of (block.actions ?? []).entries()) {
      yield { block, element, pointer: `${at}/actions/${index}` };
    }
  }
}
