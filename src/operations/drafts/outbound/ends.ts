import { requireOutbound } from '../../../domain/draft.ts';
import type { JobDraft } from '../../../domain/draft.ts';
import { UserError } from '../../../domain/errors.ts';
import type { HubObjectName } from '../../../domain/hub-object.ts';
import type { OutboundTarget } from '../../../domain/job.ts';

/** The hub records that a draft sends. */
export interface SentRecords {
  readonly object: HubObjectName;
  readonly filter: string;
}

/** @throws UserError `source_missing` where no hub object is chosen yet; `inbound_draft`. */
export function sentRecords(draft: JobDraft): SentRecords {
  const { object, filter = '' } = requireOutbound(draft).source;
  if (object !== undefined) return { object, filter };
  throw new UserError('Choose the hub object whose records are sent first: go back to the first step.', {
    code: 'source_missing',
  });
}

/** Where a draft sends them. */
export interface Destination {
  readonly connectionId: string;
  readonly target: OutboundTarget;
}

/** @throws UserError `target_missing` where connection or object are not chosen yet; `inbound_draft`. */
export function destinationOf(draft: JobDraft): Destination {
  const { connectionId, target } = requireOutbound(draft);
  const { object = '', matchOn = '', parent } = target;
  if (connectionId !== undefined && object !== '') {
    return { connectionId, target: { object, matchOn, ...(parent === undefined ? {} : { parent }) } };
  }
  throw new UserError(
    'Choose the connection and the object that is written first: go back to "Destination".',
    {
      code: 'target_missing',
    },
  );
}
