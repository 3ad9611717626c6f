/** Somebody at the step "Map and format", with a draft that has these rows. */
import type { JobPatch } from '../../../../src/domain/draft-patch.ts';
import type { DraftRow } from '../../../../src/domain/draft.ts';
import type { HubObjectName } from '../../../../src/domain/hub-object.ts';
import type { StoredDraft } from '../../../../src/domain/stored-draft.ts';
import type { OperationContext } from '../../../../src/operations/operation.ts';
import { aJobsFile } from '../../../support/operations.ts';
import type { Person } from '../../../support/person.ts';
import type { SlackHouse } from '../../support/slack-house.ts';

export interface AtMapping {
  readonly ada: Person;
  /** What is stored now. */
  readonly stored: () => Promise<StoredDraft>;
  readonly rows: () => Promise<readonly DraftRow[]>;
  /** Changes the draft behind the modal's back. */
  readonly change: (patch: JobPatch) => Promise<void>;
}

export async function openAtMapping(
  house: SlackHouse,
  rows: readonly DraftRow[],
  from: { readonly object: string; readonly target: HubObjectName } = {
    object: 'Account',
    target: 'accounts',
  },
): Promise<AtMapping> {
  const { operations, playground, store } = house;
  const by: OperationContext = {
    actor: playground.personId('Ada'),
    role: 'admin',
    door: 'slack',
    now: new Date(),
  };
  await operations.applyConfiguration(by, { text: aJobsFile, fileName: 'jobs.yml' });
  const connection = await store.connections.byName('Acme Salesforce');
  const { draft } = await operations.startDraft(by, { purpose: 'create' });
  const change = async (patch: JobPatch, step?: string): Promise<void> => {
    await operations.changeDraft(by, { draft: draft.id, patch, ...(step === undefined ? {} : { step }) });
  };
  await change(
    {
      connectionId: connection?.id ?? '',
      source: { object: from.object },
      target: { object: from.target },
      mapping: [{ change: 'replace', rows }],
    },
    'mapping',
  );
  const ada = await house.person('Ada');
  await ada.runs('/crosswalk new', '#crm-syncs');
  await ada.clicks('Resume');
  await ada.sees('Map and format');
  const stored = (): Promise<StoredDraft> => operations.showDraft(by, draft.id);
  return { ada, stored, rows: async () => (await stored()).draft.mapping, change };
}
