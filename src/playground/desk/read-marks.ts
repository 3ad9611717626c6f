import { isLater } from '../workspace/ids.ts';
import type { Conversation, Message } from '../workspace/model.ts';
import type { Desk } from './desk.ts';

export function markRead({ read }: Desk, { id, messages }: Conversation, ts = messages.at(-1)?.ts): void {
  if (ts !== undefined && isLater(ts, read.get(id) ?? '')) read.set(id, ts);
}

export function unreadOf({ read, person }: Desk, { id, messages }: Conversation): readonly Message[] {
  const seen = read.get(id) ?? '';
  const from = messages.findLastIndex(({ ts }) => !isLater(ts, seen)) + 1;
  return messages
    .slice(from)
    .filter(
      ({ userId, threadTs, isBroadcast, visibleTo }) =>
        userId !== person.id &&
        (threadTs === null || isBroadcast) &&
        (visibleTo === null || visibleTo === person.id),
    );
}
