import { useLayoutEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';

const gapPx = 4;
const marginPx = 8;

interface PopupProps {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly className: string;
  /** As wide as the anchor at least. */
  readonly fits?: boolean;
  readonly children: ReactNode;
}

/**
 * What opens below (or, where there is no room, above) an element. It stands in the browser's top layer, so that no
 * scrolling parent cuts it off, a modal included.
 */
export function Popup({ anchor, className, fits = false, children }: PopupProps): ReactNode {
  const popup = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = popup.current;
    if (element === null) return undefined;
    element.showPopover();
    const place = (): void => {
      if (anchor.current !== null) placeBeside(element, anchor.current, fits);
    };
    place();
    const resized = new ResizeObserver(place);
    resized.observe(element);
    window.addEventListener('scroll', place, { capture: true, passive: true });
    window.addEventListener('resize', place);
    return () => {
      resized.disconnect();
      window.removeEventListener('scroll', place, { capture: true });
      window.removeEventListener('resize', place);
    };
  }, [anchor, fits]);

  return (
    <div ref={popup} popover="manual" className={`popup ${className}`}>
      {children}
    </div>
  );
}

function placeBeside(popup: HTMLElement, anchor: HTMLElement, fits: boolean): void {
  const at = anchor.getBoundingClientRect();
  if (fits) popup.style.minWidth = `${at.width}px`;
  const { offsetWidth: width, offsetHeight: height } = popup;
  const below = at.bottom + gapPx;
  const isRoomBelow = below + height <= window.innerHeight - marginPx;
  const top = isRoomBelow ? below : Math.max(marginPx, at.top - gapPx - height);
  const left = Math.min(at.left, window.innerWidth - width - marginPx);
  popup.style.top = `${top}px`;
  popup.style.left = `${Math.max(marginPx, left)}px`;
}
