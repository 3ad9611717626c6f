import type { ReactNode } from 'react';
import type { MessageOnScreen } from '../../screen.ts';
import { useSession } from '../state/session.tsx';
import { emojiText } from '../text/emoji.ts';
import { Glyphs } from '../text/glyphs.tsx';

export function Reactions({ message }: { readonly message: MessageOnScreen }): ReactNode {
  const { act } = useSession();
  const { conversation, ts, reactions } = message;
  if (reactions.length === 0) return null;
  return (
    <div className="reactions">
      {reactions.map(({ name, count, isMine }) => (
        <button
          key={name}
          type="button"
          className="reaction"
          aria-pressed={isMine}
          aria-label={`${name}, ${count}`}
          onClick={() => void act({ act: 'react', conversation, ts, name, isTakenBack: isMine })}
        >
          <Glyphs text={emojiText(name)} /> {count}
        </button>
      ))}
    </div>
  );
}
