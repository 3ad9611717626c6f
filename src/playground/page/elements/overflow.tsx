import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Overflow } from '@slack/types';
import { Glyphs } from '../text/glyphs.tsx';
import { plainText } from '../text/plain-text.ts';
import { Popup } from './popup.tsx';
import { Spinner } from './spinner.tsx';
import { useElement } from './surface.tsx';
import type { ElementProps } from './surface.tsx';

/** The menu behind "…". */
export function OverflowElement({ element, blockId }: ElementProps<Overflow>): ReactNode {
  const { isBusy, use } = useElement(blockId, element.action_id);
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const menuId = useId();

  useEffect(() => {
    // Not before: what is not shown yet takes no focus, and keys would go to the dialog behind.
    if (isOpen) menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  }, [isOpen]);

  const close = (): void => {
    setIsOpen(false);
    button.current?.focus();
  };
  const choose = ({ value, url }: Overflow['options'][number]): void => {
    if (url !== undefined) window.open(url, '_blank', 'noopener,noreferrer');
    void use(value ?? null);
    close();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className="button overflow"
        aria-label="More options"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuId : undefined}
        aria-busy={isBusy}
        onClick={() => setIsOpen(!isOpen)}
      >
        {isBusy ? <Spinner /> : <span aria-hidden="true">⋯</span>}
      </button>
      {isOpen && (
        <Popup anchor={button} className="menu">
          <div
            id={menuId}
            ref={menu}
            role="menu"
            aria-label="More options"
            tabIndex={-1}
            onKeyDown={(event) => moveInMenu(event, close)}
            onBlur={({ currentTarget, relatedTarget }) => {
              if (!currentTarget.contains(relatedTarget) && relatedTarget !== button.current)
                setIsOpen(false);
            }}
          >
            {element.options.map((option, index) => (
              <button
                key={option.value ?? index}
                type="button"
                role="menuitem"
                tabIndex={-1}
                onClick={() => choose(option)}
              >
                <Glyphs text={plainText(option.text)} />
                {option.description !== undefined && <small>{plainText(option.description)}</small>}
              </button>
            ))}
          </div>
        </Popup>
      )}
    </>
  );
}

function moveInMenu(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const to = moves[event.key];
  if (to !== undefined) items[to]?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
