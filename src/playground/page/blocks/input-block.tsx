import { useId } from 'react';
import type { ReactNode } from 'react';
import type { InputBlock } from '@slack/types';
import { InteractiveElementOf } from '../elements/element.tsx';
import { Spinner } from '../elements/spinner.tsx';
import { useElement, useSurface } from '../elements/surface.tsx';
import type { Naming } from '../elements/surface.tsx';
import { Glyphs } from '../text/glyphs.tsx';
import { plainText } from '../text/plain-text.ts';

interface InputBlockProps {
  readonly block: InputBlock;
  readonly blockId: string;
}

/** A label, its input, what is wrong with it, and a hint. */
export function InputBlockOf({ block, blockId }: InputBlockProps): ReactNode {
  const { label, hint, element, optional = false } = block;
  const { errors } = useSurface();
  const { isBusy } = useElement(blockId, element.action_id);
  const id = useId();
  const error = errors[blockId];
  const about = [
    ...(error === undefined ? [] : [`${id}-error`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
  ];
  const naming: Naming = {
    labelledBy: `${id}-label`,
    describedBy: about.length === 0 ? null : about.join(' '),
    isInvalid: error !== undefined,
    isOptional: optional,
    dispatchesEnter: dispatchesEnter(block),
  };
  return (
    <div className={error === undefined ? 'input-row' : 'input-row is-wrong'}>
      <div className="input-label">
        <span id={`${id}-label`}>
          <Glyphs text={plainText(label)} />
        </span>
        {optional && <span className="optional"> (optional)</span>}
        {isBusy && <Spinner />}
      </div>
      <InteractiveElementOf element={element} blockId={blockId} naming={naming} />
      {error !== undefined && (
        <p id={`${id}-error`} className="error" role="alert">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          <Glyphs text={plainText(hint)} />
        </p>
      )}
    </div>
  );
}

function dispatchesEnter({ dispatch_action: dispatches = false, element }: InputBlock): boolean {
  if (!dispatches || !('dispatch_action_config' in element)) return dispatches;
  const on = element.dispatch_action_config?.trigger_actions_on;
  return on === undefined || on.includes('on_enter_pressed');
}
