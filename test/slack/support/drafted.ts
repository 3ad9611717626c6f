/** Drafts and jobs as they stand before a story begins. */
import type { InboundPatch, JobPatch } from '../../../src/domain/draft-patch.ts';
import { toRows } from '../../../src/domain/draft.ts';
import type { StoredDraft } from '../../../src/domain/stored-draft.ts';
import type { OperationContext } from '../../../src/operations/operation.ts';
import { from } from '../../support/mapping.ts';
import { aJobsFile } from '../../support/operations.ts';
import type { SlackHouse } from './slack-house.ts';

/** Of the job in `aJobsFile`. */
export const jobName = 'Customer accounts';

/** On behalf of a person of the workspace, by their first name. */
export function admins(house: SlackHouse, name: string): OperationContext {
  const person = house.playground.people.find((each) => each.name.startsWith(name));
  if (person === undefined) throw new Error(`There is no ${name}.`);
  return { actor: person.id, role: 'admin', door: 'slack', now: new Date() };
}

/** A connection to the sandbox, and one job on it. */
export async function applied(house: SlackHouse): Promise<void> {
  await house.operations.applyConfiguration(admins(house, 'Ada'), {
    text: aJobsFile,
    fileName: 'jobs.yml',
  });
}

/** A draft of a new job of Ada's that lacks nothing, left at the last step. */
export async function aDraftToSave(house: SlackHouse, patch: InboundPatch = {}): Promise<StoredDraft> {
  const ada = admins(house, 'Ada');
  const [connection] = await house.store.connections.list();
  const { draft } = await house.operations.startDraft(ada, { purpose: 'create' });
  const rows = toRows([from('Id', 'account_id'), from('Name', 'name')]);
  await house.operations.changeDraft(ada, {
    draft: draft.id,
    step: 'save',
    patch: {
      name: 'Banks',
      connectionId: connection?.id ?? '',
      source: { object: 'Account' },
      mapping: [{ change: 'replace', rows }],
      ...patch,
    },
  });
  return (await house.operations.validateDraft(ada, { draft: draft.id })).draft;
}

/** Ada's changes of the job, left at the last step. */
export async function anEditToSave(house: SlackHouse, patch: JobPatch): Promise<StoredDraft> {
  const ada = admins(house, 'Ada');
  const { draft } = await house.operations.startDraft(ada, { purpose: 'edit', job: jobName });
  await house.operations.changeDraft(ada, { draft: draft.id, step: 'save', patch });
  return (await house.operations.validateDraft(ada, { draft: draft.id })).draft;
}

/** A change of the job that somebody else saves meanwhile. */
export async function savedBySomebody(house: SlackHouse, patch: JobPatch): Promise<void> {
  const { operations } = house;
  const otto = { ...admins(house, 'Otto'), door: 'cli' } as const;
  const { draft } = await operations.startDraft(otto, { purpose: 'edit', job: jobName });
  await operations.changeDraft(otto, { draft: draft.id, patch });
  await operations.validateDraft(otto, { draft: draft.id });
  await operations.saveDraft(otto, { draft: draft.id, startNow: false });
}
