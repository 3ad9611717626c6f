import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { MessageOnScreen } from '../../screen.ts';
import { Icon } from '../elements/icon.tsx';
import { SurfaceContext } from '../elements/surface.tsx';
import { useSession } from '../state/session.tsx';
import { Avatar } from './avatar.tsx';
import { MessageContent } from './message-content.tsx';
import { clockOf, dateOfTs } from './message-time.ts';
import { MessageTools } from './message-tools.tsx';
import { Problem } from './problem.tsx';
import { Reactions } from './reactions.tsx';

interface MessageProps {
  readonly message: MessageOnScreen;
  /** Follows one of the same author: its name need not be said again. */
  readonly continues: boolean;
  readonly isInThread: boolean;
}

const noErrors = {};

export function Message({ message, continues, isInThread }: MessageProps): ReactNode {
  const { me } = useSession().screen;
  const { conversation, ts, author, isEphemeral, isEdited } = message;
  const surface = useMemo(
    () => ({ surface: { kind: 'message', conversation, ts } as const, content: message, errors: noErrors }),
    [conversation, ts, message],
  );
  const at = dateOfTs(ts);
  const clock = clockOf(at, me.timeZone);
  const isShort = continues && !isEphemeral;
  return (
    <article
      className={`message${isEphemeral ? ' ephemeral' : ''}${isShort ? ' continues' : ''}`}
      data-part="message"
      aria-label={`${author.name}, ${clock}`}
    >
      <div className="message-side">
        {isShort ? (
          <time className="late-time" dateTime={at.toISOString()}>
            {clock}
          </time>
        ) : (
          <Avatar name={author.name} isApp={author.isBot} />
        )}
      </div>
      <div className="message-main">
        {isEphemeral && (
          <p className="only-you">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        {!isShort && (
          <div className="message-head">
            <strong>{author.name}</strong>
            {author.isBot && <span className="badge">APP</span>}
            <time dateTime={at.toISOString()} title={at.toISOString()}>
              {clock}
            </time>
          </div>
        )}
        <SurfaceContext value={surface}>
          <MessageContent message={message} />
        </SurfaceContext>
        {isEdited && <small className="edited">(edited)</small>}
        <Problem text={message.problem} />
        <Reactions message={message} />
        {!isInThread && <ThreadLink message={message} />}
      </div>
      {!isEphemeral && <MessageTools message={message} isInThread={isInThread} />}
    </article>
  );
}

function ThreadLink({ message }: { readonly message: MessageOnScreen }): ReactNode {
  const { act } = useSession();
  const { conversation, ts, threadTs, replyCount } = message;
  if (replyCount === 0) return null;
  return (
    <button
      type="button"
      className="thread-link"
      onClick={() => void act({ act: 'open-thread', conversation, ts: threadTs ?? ts })}
    >
      {replyCount === 1 ? '1 reply' : `${replyCount} replies`}
    </button>
  );
}
