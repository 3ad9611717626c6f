import type { ReactNode } from 'react';
import type { Button, IconButton, WorkflowButton } from '@slack/types';
import { Glyphs } from '../text/glyphs.tsx';
import { plainText } from '../text/plain-text.ts';
import { Spinner } from './spinner.tsx';
import { useElement } from './surface.tsx';
import type { ElementProps } from './surface.tsx';

/** A button. One with an address opens it, and tells the app as well, as in Slack. */
export function ButtonElement({
  element,
  blockId,
}: ElementProps<Button | IconButton | WorkflowButton>): ReactNode {
  const { isBusy, use } = useElement(blockId, element.action_id);
  const style = 'style' in element ? (element.style ?? '') : '';
  const url = 'url' in element ? element.url : undefined;
  const shared = {
    className: `button ${style}`,
    'aria-busy': isBusy,
    // The visible words stay the name, so that everybody calls the button the same.
    'aria-description': element.accessibility_label,
  };
  const words = (
    <>
      {isBusy && <Spinner />}
      <span className="button-words">
        <Glyphs text={plainText(element.text)} />
      </span>
    </>
  );
  if (url !== undefined) {
    return (
      <a {...shared} href={url} target="_blank" rel="noopener noreferrer" onClick={() => void use()}>
        {words}
      </a>
    );
  }
  return (
    <button
      type="button"
      {...shared}
      // Truly disabled it would lose the focus.
      aria-disabled={isBusy}
      onClick={() => {
        if (!isBusy) void use();
      }}
    >
      {words}
    </button>
  );
}
