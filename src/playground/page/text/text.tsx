import { memo } from 'react';
import type { ReactNode } from 'react';
import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { Glyphs } from './glyphs.tsx';
import { Mrkdwn } from './mrkdwn.tsx';
import { plainText } from './plain-text.ts';

/** A text object of Block Kit. */
export const Text = memo(function Text({
  text,
}: {
  readonly text: PlainTextElement | MrkdwnElement;
}): ReactNode {
  if (text.type === 'mrkdwn') return <Mrkdwn text={text.text} />;
  return (
    <span className="plain-text">
      <Glyphs text={plainText(text)} />
    </span>
  );
});
