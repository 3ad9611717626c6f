import type { ReactNode } from 'react';
import type { ContextBlock } from '@slack/types';
import { Text } from '../text/text.tsx';
import { BlockImage } from './block-image.tsx';

export function ContextBlockOf({ block }: { readonly block: ContextBlock }): ReactNode {
  return (
    <div className="context-row">
      {block.elements.map((element, index) =>
        element.type === 'image' ? (
          <BlockImage key={index} image={element} title={null} />
        ) : (
          <span key={index}>
            <Text text={element} />
          </span>
        ),
      )}
    </div>
  );
}
