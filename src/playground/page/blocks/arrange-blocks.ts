import type { KnownBlock } from '@slack/types';

/** What a person takes for one thing: blocks between two dividers, and in them a section with what follows it. */
export interface BlockGroup {
  /** That stands before it. */
  readonly divider: KnownBlock | null;
  readonly cards: readonly (readonly KnownBlock[])[];
}

const beginsCard: ReadonlySet<string> = new Set(['section', 'header', 'input']);

export function arrangeBlocks(blocks: readonly KnownBlock[]): BlockGroup[] {
  const groups: { divider: KnownBlock | null; cards: KnownBlock[][] }[] = [{ divider: null, cards: [] }];
  for (const block of blocks) {
    const cards = groups.at(-1)?.cards;
    if (block.type === 'divider') groups.push({ divider: block, cards: [] });
    else if (cards?.at(-1) === undefined || beginsCard.has(block.type)) cards?.push([block]);
    else cards.at(-1)?.push(block);
  }
  return groups.filter(({ divider, cards }) => divider !== null || cards.length > 0);
}
