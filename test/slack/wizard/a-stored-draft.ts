import { newDraft } from '../../../src/domain/draft.ts';
import type { InboundDraft } from '../../../src/domain/draft.ts';
import type { StoredDraft } from '../../../src/domain/stored-draft.ts';
import { noon } from '../../support/records.ts';

export function aStoredDraft(
  draft: Partial<InboundDraft> = {},
  given: Partial<Omit<StoredDraft, 'draft'>> = {},
): StoredDraft<InboundDraft> {
  return {
    id: 'draft-1',
    owner: 'U1',
    purpose: 'create',
    step: '',
    entered: {},
    createdAt: noon,
    updatedAt: noon,
    ...given,
    draft: { ...newDraft('job-1'), ...draft },
  };
}
