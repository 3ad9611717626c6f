import { useId } from 'react';
import type { ReactNode } from 'react';
import type { DialogOnScreen } from '../../screen.ts';
import { useSession } from '../state/session.tsx';
import { Mrkdwn } from '../text/mrkdwn.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmationProps {
  readonly dialog: DialogOnScreen;
  readonly children: ReactNode;
}

/** "Are you sure?", as the app words it. */
export function Confirmation({ dialog, children }: ConfirmationProps): ReactNode {
  const { act } = useSession();
  const { title, text, confirm, deny, style } = dialog;
  const titleId = useId();
  const answer = (isConfirmed: boolean): void => void act({ act: 'answer-dialog', isConfirmed });
  return (
    <Dialog
      className="modal confirmation"
      role="alertdialog"
      labelledBy={titleId}
      onEscape={() => answer(false)}
    >
      <header className="dialog-head">
        <h2 id={titleId}>{title}</h2>
      </header>
      <div className="dialog-body">
        <Mrkdwn text={text} />
      </div>
      <footer className="dialog-foot">
        <button
          type="button"
          data-first={style === 'danger' ? true : undefined}
          className="button"
          onClick={() => answer(false)}
        >
          {deny}
        </button>
        <button
          type="button"
          data-first={style === 'danger' ? undefined : true}
          className={`button ${style}`}
          onClick={() => answer(true)}
        >
          {confirm}
        </button>
      </footer>
      {children}
    </Dialog>
  );
}
