/** Everything that Crosswalk says by itself: one file a kind. */
import { UserError } from '../../domain/errors.ts';
import type { OutgoingContent } from '../../domain/outgoing.ts';
import type { Worded, WordMessage } from '../outbox/outbox.ts';
import { approvalNeeded } from './approval-needed.ts';
import { channelClosed } from './channel-closed.ts';
import { connectionExpired } from './connection-expired.ts';
import { connectionMade } from './connection-made.ts';
import { digest } from './digest.ts';
import { jobChanged } from './job-changed.ts';
import { jobDeleted } from './job-deleted.ts';
import { jobDisabled } from './job-disabled.ts';
import { longRunning } from './long-running.ts';
import type { Notification, NotificationDeps } from './notification.ts';
import { schemaChanged } from './schema-changed.ts';
import { runDetails } from './run-details.ts';
import { runEnded } from './run-ended.ts';
import { createRunProgress } from './run-progress.ts';

type Notifications = { readonly [Kind in OutgoingContent['kind']]: Notification<Kind> };

const gone: ReadonlySet<string> = new Set(['unknown_run', 'unknown_job']);

export function createNotifications(deps: NotificationDeps): WordMessage {
  const notifications: Notifications = {
    'run progress': createRunProgress(),
    'run details': runDetails,
    'run ended': runEnded,
    'approval needed': approvalNeeded,
    'job changed': jobChanged,
    'job deleted': jobDeleted,
    'job disabled': jobDisabled,
    'long-running': longRunning,
    'schema changed': schemaChanged,
    digest,
    'connection made': connectionMade,
    'connection expired': connectionExpired,
    'channel closed': channelClosed,
  };
  return async (content) => {
    try {
      return await word(notifications, content, deps);
    } catch (error) {
      // What it is about is deleted.
      if (error instanceof UserError && gone.has(error.code)) return null;
      throw error;
    }
  };
}

function word<Kind extends OutgoingContent['kind']>(
  notifications: Notifications,
  content: Extract<OutgoingContent, { kind: Kind }>,
  deps: NotificationDeps,
): Promise<Worded | null> {
  return notifications[content.kind](content, deps);
}
