import type { ReactNode } from 'react';
import type { FeedbackButtons } from '@slack/types';
import { Glyphs } from '../text/glyphs.tsx';
import { plainText } from '../text/plain-text.ts';
import { useElement } from './surface.tsx';
import type { ElementProps } from './surface.tsx';

export function FeedbackButtonsElement({ element, blockId }: ElementProps<FeedbackButtons>): ReactNode {
  const { isBusy, use } = useElement(blockId, element.action_id);
  const buttons = [
    { of: element.positive_button, sign: '👍' },
    { of: element.negative_button, sign: '👎' },
  ];
  return (
    <span className="feedback" role="group" aria-label="Feedback">
      {buttons.map(({ of, sign }) => (
        <button
          key={of.value}
          type="button"
          className="button quiet"
          disabled={isBusy}
          aria-description={of.accessibility_label}
          onClick={() => void use(of.value)}
        >
          <span aria-hidden="true">
            <Glyphs text={sign} />
          </span>{' '}
          <Glyphs text={plainText(of.text)} />
        </button>
      ))}
    </span>
  );
}
