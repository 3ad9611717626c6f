import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { MessageOnScreen } from '../../screen.ts';
import { Icon } from '../elements/icon.tsx';
import { useSession } from '../state/session.tsx';
import { ReactionPicker } from './reaction-picker.tsx';

interface MessageToolsProps {
  readonly message: MessageOnScreen;
  readonly isInThread: boolean;
}

/** What comes up beside a message that one points at or that has the focus. */
export function MessageTools({ message, isInThread }: MessageToolsProps): ReactNode {
  const { screen, act } = useSession();
  const [picks, setPicks] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { conversation, ts, threadTs } = message;
  return (
    <div
      className={picks ? 'message-tools is-used' : 'message-tools'}
      role="group"
      aria-label="Message actions"
    >
      <button
        ref={button}
        type="button"
        aria-label="Add reaction"
        aria-expanded={picks}
        onClick={() => setPicks(!picks)}
      >
        <Icon name="smile" />
      </button>
      {!isInThread && (
        <button
          type="button"
          onClick={() => void act({ act: 'open-thread', conversation, ts: threadTs ?? ts })}
        >
          Reply in thread
        </button>
      )}
      {screen.shortcuts
        .filter(({ type }) => type === 'message')
        .map(({ callbackId, name }) => (
          <button
            key={callbackId}
            type="button"
            onClick={() => void act({ act: 'run-shortcut', callbackId, message: { conversation, ts } })}
          >
            {name}
          </button>
        ))}
      {picks && (
        <ReactionPicker
          anchor={button}
          onClose={() => setPicks(false)}
          onPick={(name) => void act({ act: 'react', conversation, ts, name })}
        />
      )}
    </div>
  );
}
