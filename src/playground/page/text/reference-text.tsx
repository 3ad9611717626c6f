import type { ReactNode } from 'react';
import { useSession } from '../state/session.tsx';
import { useNow } from '../state/use-now.ts';
import { dateText } from './date-text.ts';
import { Link } from './link.tsx';
import type { Reference } from './parse-reference.ts';

/** A mention, a link or a date, with the names that this person knows. */
export function ReferenceText({ reference }: { readonly reference: Reference }): ReactNode {
  const { screen } = useSession();
  switch (reference.kind) {
    case 'link':
      return <Link url={reference.url}>{reference.label}</Link>;
    case 'user': {
      const member = screen.members.find(({ id }) => id === reference.id);
      const isMe = reference.id === screen.me.id;
      return (
        <span className={isMe ? 'mention is-me' : 'mention'}>
          @{member?.name ?? reference.label ?? reference.id}
        </span>
      );
    }
    case 'channel':
      return <ChannelMention id={reference.id} label={reference.label} />;
    case 'broadcast':
      return <span className="mention is-me">@{reference.name}</span>;
    case 'date':
      break;
  }
  return <DateReference reference={reference} />;
}

function ChannelMention({ id, label }: { readonly id: string; readonly label: string | null }): ReactNode {
  const { screen, act } = useSession();
  const channel = screen.channels.find((each) => each.id === id);
  // A channel that this person may not see is a word to them, as in Slack.
  if (channel === undefined) return <span className="mention">#{label ?? 'private channel'}</span>;
  return (
    <button
      type="button"
      className="mention"
      onClick={() => void act({ act: 'open-conversation', conversation: id })}
    >
      #{channel.name}
    </button>
  );
}

function DateReference({
  reference,
}: {
  readonly reference: Extract<Reference, { kind: 'date' }>;
}): ReactNode {
  const { screen } = useSession();
  const text = dateText(reference, useNow(), screen.me.timeZone);
  const at = new Date(reference.atSeconds * 1000).toISOString();
  const time = (
    <time dateTime={at} title={at}>
      {text}
    </time>
  );
  return reference.url === null ? time : <Link url={reference.url}>{time}</Link>;
}
