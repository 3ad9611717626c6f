import type { ReactNode } from 'react';
import { useNotices } from '../state/notices.tsx';
import { useSession } from '../state/session.tsx';

/**
 * What the workspace tells in passing, and what this page itself could not do. Stands in the window in front: a modal
 * one makes everything outside of it unusable.
 */
export function Toasts(): ReactNode {
  const { screen, act } = useSession();
  const { notices, dismiss } = useNotices();
  const all = [
    ...screen.toasts.map(({ id, text }) => ({
      key: `toast ${id}`,
      text,
      close: () => void act({ act: 'dismiss-toast', id }),
    })),
    ...notices.map(({ id, text }) => ({ key: `notice ${id}`, text, close: () => dismiss(id) })),
  ];
  return (
    <div className="toasts" role="status">
      {all.map(({ key, text, close }) => (
        <p key={key} className="toast">
          {text}
          <button type="button" className="icon" aria-label="Dismiss" onClick={close}>
            ×
          </button>
        </p>
      ))}
    </div>
  );
}
