import type { KeyboardEvent, ReactNode } from 'react';
import type { ThreadOnScreen } from '../../screen.ts';
import { useSession } from '../state/session.tsx';
import { MessageList } from '../surfaces/message-list.tsx';
import { Composer } from './composer.tsx';

export function ThreadPane({ thread }: { readonly thread: ThreadOnScreen }): ReactNode {
  const { act } = useSession();
  const { conversation, ts, title, status } = thread;
  const close = (): void => void act({ act: 'close-thread' });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  };
  return (
    <aside className="thread" aria-label="Thread" onKeyDown={onKeyDown}>
      <header className="place-head">
        <h2>{title === '' ? 'Thread' : title}</h2>
        <span className="spacer" />
        <button type="button" className="icon" aria-label="Close thread" onClick={close}>
          ×
        </button>
      </header>
      <MessageList key={ts} label="Messages in the thread" messages={thread.messages} isThread />
      {status !== '' && (
        <p className="thread-status" role="status">
          {status}
        </p>
      )}
      {thread.suggestedPrompts !== null && (
        <div className="prompts">
          {thread.suggestedPrompts.prompts.map((prompt) => (
            <button
              key={prompt.title}
              type="button"
              className="button"
              onClick={() => void act({ act: 'post', conversation, text: prompt.message, threadTs: ts })}
            >
              {prompt.title}
            </button>
          ))}
        </div>
      )}
      <Composer key={`composer ${ts}`} conversation={conversation} placeholder="Reply…" threadTs={ts} />
    </aside>
  );
}
