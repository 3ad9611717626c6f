/** Everything that Crosswalk says by itself: one file a kind. */
import { UserError } from '../../domain/errors.ts';
import type { OutgoingContent } from '../../domain/outgoing.ts';
import type { Worded, WordMessage } from '../outbox/outbox.ts';
import { channelClosed } from './channel-closed.ts';
import type { Notification, NotificationDeps } from './notification.ts';
import { runDetails } from './run-details.ts';
import { runEnded } from './run-ended.ts';
import { createRunProgress } from './run-progress.ts';

type Notifications = { readonly [Kind in OutgoingContent['kind']]: Notification<Kind> };

export function createNotifications(deps: NotificationDeps): WordMessage {
  const notifications: Notifications = {
    'run progress': createRunProgress(),
    'run details': runDetails,
    'run ended': runEnded,
    'channel closed': channelClosed,
  };
  return async (content) => {
    try {
      return await word(notifications, content, deps);
    } catch (error) {
      if (error instanceof UserError && error.code === 'unknown_run') return null;
      throw error;
    }
  };
}

function word<Kind extends OutgoingContent['kind']>(
  notifications: Notifications,
  content: Extract<OutgoingContent, { kind: Kind }>,
  deps: NotificationDeps,
): Promise<Worded> {
  return notifications[content.kind](content, deps);
}
