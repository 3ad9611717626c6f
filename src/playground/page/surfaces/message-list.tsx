import { Fragment, useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { MessageOnScreen } from '../../screen.ts';
import { useSession } from '../state/session.tsx';
import { Message } from './message.tsx';
import { dateOfTs, dayOf } from './message-time.ts';

interface MessageListProps {
  readonly label: string;
  readonly messages: readonly MessageOnScreen[];
  readonly isThread?: boolean;
  /** Before the first message. */
  readonly children?: ReactNode;
}

/** Nearer to the end than this, a person reads along. */
const atEndPx = 80;
/** Messages of one author within so many seconds stand together. */
const togetherSeconds = 300;

/** Messages by day; it follows new ones while a person reads the latest. */
export function MessageList({ label, messages, isThread = false, children }: MessageListProps): ReactNode {
  const { timeZone } = useSession().screen.me;
  const list = useRef<HTMLDivElement>(null);
  const readsAlong = useRef(true);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const follow = (): void => {
      if (readsAlong.current) element.scrollTop = element.scrollHeight;
    };
    const resized = new ResizeObserver(follow);
    for (const each of [element, ...element.children]) resized.observe(each);
    return () => resized.disconnect();
  }, []);

  return (
    <div
      ref={list}
      className="messages"
      role="log"
      aria-label={label}
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        const { scrollHeight, scrollTop, clientHeight } = currentTarget;
        readsAlong.current = scrollHeight - scrollTop - clientHeight < atEndPx;
      }}
    >
      <div className="messages-content">
        {children}
        {messages.map((message, index) => {
          const before = messages[index - 1];
          const divider = isThread
            ? repliesDivider(index, messages.length - 1)
            : dayDivider(before, message, timeZone);
          return (
            <Fragment key={`${message.conversation} ${message.ts}`}>
              {divider !== null && (
                <div className="between" role="separator">
                  <span>{divider}</span>
                </div>
              )}
              <Message
                message={message}
                isInThread={isThread}
                continues={divider === null && continuesWith(before, message)}
              />
            </Fragment>
          );
        })}
      </div>
    </div>
  );
}

function repliesDivider(index: number, replies: number): string | null {
  if (index !== 1) return null;
  return replies === 1 ? '1 reply' : `${replies} replies`;
}

function dayDivider(
  before: MessageOnScreen | undefined,
  { ts }: MessageOnScreen,
  timeZone: string,
): string | null {
  const day = dayOf(dateOfTs(ts), timeZone);
  return before !== undefined && dayOf(dateOfTs(before.ts), timeZone) === day ? null : day;
}

function continuesWith(before: MessageOnScreen | undefined, message: MessageOnScreen): boolean {
  if (before === undefined || before.isEphemeral || before.author.id !== message.author.id) return false;
  return Number(message.ts) - Number(before.ts) < togetherSeconds;
}
