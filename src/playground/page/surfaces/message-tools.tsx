import type { ReactNode } from 'react';
import type { MessageOnScreen } from '../../screen.ts';
import { useSession } from '../state/session.tsx';
import { emojiText } from '../text/emoji.ts';
import { Glyphs } from '../text/glyphs.tsx';

const quickReactions = ['white_check_mark', 'eyes', 'tada'];

/** What comes up beside a message that one points at or that has the focus. */
export function MessageTools({ message }: { readonly message: MessageOnScreen }): ReactNode {
  const { act } = useSession();
  const { conversation, ts, threadTs } = message;
  return (
    <div className="message-tools" role="group" aria-label="Message actions">
      {quickReactions.map((name) => (
        <button
          key={name}
          type="button"
          aria-label={`React with ${name}`}
          onClick={() => void act({ act: 'react', conversation, ts, name })}
        >
          <Glyphs text={emojiText(name)} />
        </button>
      ))}
      <button
        type="button"
        onClick={() => void act({ act: 'open-thread', conversation, ts: threadTs ?? ts })}
      >
        Reply in thread
      </button>
    </div>
  );
}
