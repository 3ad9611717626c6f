import { memo } from 'react';
import type { ReactNode } from 'react';
import type { KnownBlock } from '@slack/types';
import { arrangeBlocks } from './arrange-blocks.ts';
import { BlockOf } from './block.tsx';
import { Contained } from './contained.tsx';

interface BlocksProps {
  readonly blocks: readonly KnownBlock[];
}

/** The blocks of a message, a view or an attachment, one below the other. */
export const Blocks = memo(function Blocks({ blocks }: BlocksProps): ReactNode {
  return (
    <div className="blocks">
      {arrangeBlocks(blocks).map(({ divider, cards }, index) => (
        <div key={divider?.block_id ?? index} className="group" data-part="group">
          {divider !== null && <hr />}
          {cards.map((card, at) => (
            <div key={card[0]?.block_id ?? at} className="card" data-part="card">
              {card.map((block, of) => (
                <div key={block.block_id ?? of} className={`block of-${block.type}`} data-part="block">
                  <Contained type={block.type}>
                    <BlockOf block={block} />
                  </Contained>
                </div>
              ))}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
});
