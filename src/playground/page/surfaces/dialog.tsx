import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';

interface DialogProps {
  readonly className: string;
  readonly labelledBy: string;
  readonly role?: 'dialog' | 'alertdialog';
  readonly onEscape: () => void;
  readonly children: ReactNode;
}

/** A window before everything else: focus stays in it and goes back to where it was. */
export function Dialog({ className, labelledBy, role, onEscape, children }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    firstToUse(element)?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // The screen decides whether it closes; a list that is open within has taken the key already.
    event.preventDefault();
    onEscape();
  };
  return (
    <dialog
      ref={dialog}
      className={className}
      role={role}
      aria-modal="true"
      aria-labelledby={labelledBy}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        // Of a key that was pressed while nothing in the window had the focus.
        onEscape();
      }}
    >
      {children}
    </dialog>
  );
}

/** What the view wants to begin with, or its first input, or what it marks as usual. */
function firstToUse(dialog: HTMLElement | null): HTMLElement | null {
  const wanted = ['[data-focus-on-load]', '.dialog-body :is(input, textarea)', '[data-first]', 'button'];
  for (const selector of wanted) {
    const found = dialog?.querySelector<HTMLElement>(selector);
    if (found !== null && found !== undefined) return found;
  }
  return null;
}
