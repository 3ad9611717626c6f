import { Component, memo } from 'react';
import type { ReactNode } from 'react';
import type { KnownBlock } from '@slack/types';
import { BlockOf } from './block.tsx';
import { NotRendered } from './not-rendered.tsx';

interface BlocksProps {
  readonly blocks: readonly KnownBlock[];
}

/** The blocks of a message, a view or an attachment, one below the other. */
export const Blocks = memo(function Blocks({ blocks }: BlocksProps): ReactNode {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <div key={block.block_id ?? index} className={`block of-${block.type}`} data-part="block">
          <Contained type={block.type}>
            <BlockOf block={block} />
          </Contained>
        </div>
      ))}
    </div>
  );
});

interface ContainedProps {
  readonly type: string;
  readonly children: ReactNode;
}

/** A block that cannot be rendered takes nothing else with it. */
class Contained extends Component<ContainedProps, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    const { type, children } = this.props;
    return this.state.failed ? <NotRendered what={`a block of the type ${type}`} /> : children;
  }
}
