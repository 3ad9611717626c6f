import { useId } from 'react';
import type { ReactNode } from 'react';
import type { SectionBlock } from '@slack/types';
import { InteractiveElementOf } from '../elements/element.tsx';
import { unnamed } from '../elements/surface.tsx';
import { Text } from '../text/text.tsx';
import { BlockImage } from './block-image.tsx';

interface SectionBlockProps {
  readonly block: SectionBlock;
  readonly blockId: string;
}

export function SectionBlockOf({ block, blockId }: SectionBlockProps): ReactNode {
  const { text, fields, accessory } = block;
  const textId = useId();
  return (
    <div className="section-row">
      <div className="section-words">
        {text !== undefined && (
          <div id={textId}>
            <Text text={text} />
          </div>
        )}
        {fields !== undefined && (
          <div className="fields">
            {fields.map((field, index) => (
              <div key={index} data-part="field">
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory !== undefined && (
        <div className="accessory">
          {accessory.type === 'image' ? (
            <BlockImage image={accessory} title={null} />
          ) : (
            <InteractiveElementOf
              element={accessory}
              blockId={blockId}
              naming={{ ...unnamed, describedBy: text === undefined ? null : textId }}
            />
          )}
        </div>
      )}
    </div>
  );
}
