import type { ReactNode, RefObject } from 'react';
import { Popup } from '../elements/popup.tsx';
import { emojiNames, emojiText } from '../text/emoji.ts';
import { Glyphs } from '../text/glyphs.tsx';

interface ReactionPickerProps {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly onPick: (name: string) => void;
  readonly onClose: () => void;
}

export function ReactionPicker({ anchor, onPick, onClose }: ReactionPickerProps): ReactNode {
  const close = (): void => {
    onClose();
    anchor.current?.focus();
  };
  return (
    <Popup anchor={anchor} className="picker">
      <div
        role="group"
        aria-label="Reactions"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          close();
        }}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget) && relatedTarget !== anchor.current) onClose();
        }}
      >
        {emojiNames.map((name, index) => (
          <button
            key={name}
            ref={index === 0 ? focusOnce : undefined}
            type="button"
            title={name}
            aria-label={name}
            onClick={() => {
              onPick(name);
              close();
            }}
          >
            <Glyphs text={emojiText(name)} />
          </button>
        ))}
      </div>
    </Popup>
  );
}

const focusOnce = (element: HTMLElement | null): void => element?.focus();
