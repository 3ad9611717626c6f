import { useId, useMemo, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { ModalOnScreen } from '../../screen.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { Spinner } from '../elements/spinner.tsx';
import { SurfaceContext } from '../elements/surface.tsx';
import { useSession } from '../state/session.tsx';
import { Glyphs } from '../text/glyphs.tsx';
import { plainText } from '../text/plain-text.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';
import { usePlaceKept } from './use-place-kept.ts';

interface ModalProps {
  readonly modal: ModalOnScreen;
  /** How many lie below it. */
  readonly depth: number;
  readonly children: ReactNode;
}

export function Modal({ modal, depth, children }: ModalProps): ReactNode {
  const { screen, act } = useSession();
  const { viewId, title, submit, close, errors, isSubmitting, problem, blocks } = modal;
  const titleId = useId();
  const body = useRef<HTMLDivElement>(null);
  usePlaceKept(body, modal);
  const surface = useMemo(
    () => ({ surface: { kind: 'view', viewId } as const, content: modal, errors }),
    [viewId, modal, errors],
  );
  const goBack = (): void => void act({ act: 'close', viewId });
  const send = (): void => {
    if (submit !== null && !isSubmitting) void act({ act: 'submit', viewId });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    send();
  };

  return (
    <Dialog className={`modal depth-${depth}`} labelledBy={titleId} onEscape={goBack}>
      <form
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <header className="dialog-head">
          <span className="app-mark" aria-hidden="true">
            {screen.app.name.charAt(0)}
          </span>
          <h2 id={titleId}>
            <Glyphs text={plainText(title)} />
          </h2>
          <button
            type="button"
            className="icon"
            aria-label="Close all windows"
            onClick={() => void act({ act: 'close', viewId, isWholeStack: true })}
          >
            ×
          </button>
        </header>
        <div ref={body} className="dialog-body" data-part="view" tabIndex={-1}>
          <SurfaceContext value={surface}>
            <Blocks blocks={blocks} />
          </SurfaceContext>
        </div>
        <Problem text={problem} />
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={goBack}>
            {close === null ? 'Cancel' : <Glyphs text={plainText(close)} />}
          </button>
          {submit !== null && (
            <button
              type="submit"
              className="button primary"
              aria-busy={isSubmitting}
              aria-disabled={isSubmitting}
            >
              {isSubmitting && <Spinner />}
              <Glyphs text={plainText(submit)} />
            </button>
          )}
        </footer>
      </form>
      {children}
    </Dialog>
  );
}
