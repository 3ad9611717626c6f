import type { OutgoingContent } from '../../domain/outgoing.ts';
import type { Operations } from '../../operations/index.ts';
import type { OperationContext } from '../../operations/operation.ts';
import type { Worded } from '../outbox/outbox.ts';

export interface NotificationDeps {
  readonly operations: Pick<
    Operations,
    'showRun' | 'showJob' | 'jobVersions' | 'rejectSummary' | 'digest' | 'listConnections'
  >;
  /** On Crosswalk's own behalf. */
  readonly context: () => OperationContext;
}

export type ContentOf<Kind extends OutgoingContent['kind']> = Extract<OutgoingContent, { kind: Kind }>;

/**
 * How one kind of message reads; null where there is nothing to tell any more. Called again for every look at a
 * message that is live.
 *
 * @throws UserError `unknown_run`, `unknown_job` where what it is about is gone
 */
export type Notification<Kind extends OutgoingContent['kind']> = (
  content: ContentOf<Kind>,
  deps: NotificationDeps,
) => Promise<Worded | null>;
