import type { AnyBlock } from './blocks.ts';
import { allBlocks, elementsOf } from './elements-of.ts';

/** The same blocks, each with a block_id and each element with an action_id, as Slack gives them out. */
export function completeBlocks(blocks: readonly AnyBlock[], makeId: () => string): AnyBlock[] {
  const completed = structuredClone(blocks) as AnyBlock[];
  for (const { block } of allBlocks(completed)) block.block_id ??= makeId();
  for (const { element } of elementsOf(completed)) element.action_id ??= makeId();
  return completed;
}
