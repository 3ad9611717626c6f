import type { ReactNode } from 'react';
import type { KnownBlock } from '@slack/types';
import { InteractiveElementOf } from '../elements/element.tsx';
import { unnamed } from '../elements/surface.tsx';
import { Glyphs } from '../text/glyphs.tsx';
import { plainText } from '../text/plain-text.ts';
import { BlockImage } from './block-image.tsx';
import { ContextBlockOf } from './context-block.tsx';
import { DataTable } from './data-table.tsx';
import { InputBlockOf } from './input-block.tsx';
import { LibraryBlock } from './library-block.tsx';
import { NotRendered } from './not-rendered.tsx';
import { SectionBlockOf } from './section-block.tsx';

/** Newer than the types of @slack/types. */
interface ChartBlock {
  readonly type: 'data_visualization';
  readonly block_id?: string;
}

/** What only shows something is left to slack-blocks-to-jsx; what can be used is this page's own. */
export function BlockOf({ block }: { readonly block: KnownBlock | ChartBlock }): ReactNode {
  const blockId = block.block_id ?? '';
  switch (block.type) {
    case 'section':
      return <SectionBlockOf block={block} blockId={blockId} />;
    case 'header':
      return (
        <h3 className="header-words">
          <Glyphs text={plainText(block.text)} />
        </h3>
      );
    case 'divider':
      return <hr />;
    case 'context':
      return <ContextBlockOf block={block} />;
    case 'input':
      return <InputBlockOf block={block} blockId={blockId} />;
    case 'image':
      return <BlockImage image={block} title={block.title === undefined ? null : plainText(block.title)} />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'actions':
    case 'context_actions':
      return (
        <div className="elements">
          {block.elements.map((element, index) => (
            <InteractiveElementOf
              key={element.action_id ?? index}
              element={element}
              blockId={blockId}
              naming={unnamed}
            />
          ))}
        </div>
      );
    case 'alert':
    case 'data_visualization':
    case 'markdown':
    case 'plan':
    case 'rich_text':
    case 'table':
    case 'task_card':
      return <LibraryBlock block={block} />;
    case 'card':
    case 'carousel':
    case 'container':
    case 'file':
    case 'video':
      break;
  }
  return <NotRendered what={`a block of the type ${block.type}`} />;
}
