import type { ReactNode } from 'react';
import type { ConversationOnScreen } from '../../screen.ts';
import { useSession } from '../state/session.tsx';

/** Brings the app into the channel, or takes it out: what notifications to a channel depend on. */
export function MembersMenu({ place }: { readonly place: ConversationOnScreen }): ReactNode {
  const { screen, act } = useSession();
  const { name, botUserId, isInstalled } = screen.app;
  const channel = screen.channels.find(({ id }) => id === place.id);
  if (channel === undefined || !isInstalled) return null;
  const member = { conversation: place.id, member: botUserId };
  return channel.hasApp ? (
    <button type="button" className="button quiet" onClick={() => void act({ act: 'remove', ...member })}>
      Remove {name}
    </button>
  ) : (
    <button type="button" className="button" onClick={() => void act({ act: 'invite', ...member })}>
      Add {name}
    </button>
  );
}
