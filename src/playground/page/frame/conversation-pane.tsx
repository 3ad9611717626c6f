import type { ReactNode } from 'react';
import type { ConversationOnScreen } from '../../screen.ts';
import { useSession } from '../state/session.tsx';
import { MessageList } from '../surfaces/message-list.tsx';
import { Composer } from './composer.tsx';
import { MembersMenu } from './members-menu.tsx';

interface ConversationPaneProps {
  readonly place: ConversationOnScreen;
}

export function ConversationPane({ place }: ConversationPaneProps): ReactNode {
  const { name, type, topic, memberCount, isArchived } = place;
  const isChannel = type === 'public' || type === 'private';
  const title = isChannel ? `#${name}` : name;
  return (
    <>
      <header className="place-head">
        <h2>{title}</h2>
        {isArchived && <span className="badge">Archived</span>}
        {topic !== '' && <p className="topic">{topic}</p>}
        <span className="spacer" />
        {isChannel && <small>{memberCount === 1 ? '1 member' : `${memberCount} members`}</small>}
        {isChannel && !isArchived && place.isMember && <MembersMenu place={place} />}
      </header>
      <Talk place={place} title={title} />
    </>
  );
}

interface TalkProps extends ConversationPaneProps {
  readonly title: string;
}

/** The messages, and where to write the next. */
export function Talk({ place, title }: TalkProps): ReactNode {
  const { act } = useSession();
  const { id, isArchived, isMember, suggestedPrompts } = place;
  return (
    <>
      <MessageList key={id} label={`Messages in ${title}`} messages={place.messages}>
        {place.hasOlder && <p className="note">Older messages are not shown.</p>}
        {place.messages.length === 0 && <p className="note">This is the very beginning of {title}.</p>}
      </MessageList>
      {suggestedPrompts !== null && (
        <div className="prompts" role="group" aria-label={suggestedPrompts.title}>
          {suggestedPrompts.title !== '' && <small>{suggestedPrompts.title}</small>}
          {suggestedPrompts.prompts.map(({ title, message }) => (
            <button
              key={title}
              type="button"
              className="button"
              onClick={() => void act({ act: 'post', conversation: id, text: message })}
            >
              {title}
            </button>
          ))}
        </div>
      )}
      {isArchived ? (
        <p className="instead-of-composer">This channel is archived. Nobody can write here.</p>
      ) : isMember ? (
        <Composer key={`composer ${id}`} conversation={id} placeholder={`Message ${title}`} threadTs={null} />
      ) : (
        <p className="instead-of-composer">
          You are not in {title}.{' '}
          <button
            type="button"
            className="button primary"
            onClick={() => void act({ act: 'join', conversation: id })}
          >
            Join channel
          </button>
        </p>
      )}
    </>
  );
}
