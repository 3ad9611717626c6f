import { hubObjectNames } from '../../../domain/hub-object.ts';
import { isAllowed, type Role } from '../../../domain/role.ts';
import type { Proposal } from '../../proposal.ts';

const doing: Readonly<Record<string, string>> = {
  run: 'start a run',
  fullsync: 'start a full sync',
  dryrun: 'start a dry run',
  disable: 'disable a job',
  enable: 'enable a job',
  download: 'download a run file',
  'create-draft': 'create a job',
  'edit-schedule': 'change a schedule',
};

/** Says which role is missing; or, of what is not done in chat at all, where it is done. */
export function refuse(intent: string, needed: Role, role: Role): Proposal {
  const what = doing[intent];
  const isMissing = !isAllowed(role, needed);
  const text =
    what === undefined
      ? 'That is not done in chat. Deleting, renaming and roles have their own dialogs for admins, and secrets are never shown.'
      : `To ${what} you need the role ${needed}; you are ${role}. Ask an admin to grant it.`;
  return { kind: 'answer', topic: 'refused', needs: isMissing ? needed : null, text };
}

export function answerHelp(): Proposal {
  const text = [
    'I can start a run, a full sync or a dry run of a job, disable or enable it, change its schedule, say how it is doing, what ran and why it failed,',
    'find a run file, write a query filter, and draft a new job. For example:',
    '"run Contacts", "why did Contacts fail?", "bring in all open opportunities over 50k every morning".',
  ].join(' ');
  return { kind: 'answer', topic: 'help', needs: null, text };
}

/** Of records: what a filter takes is counted for those who may look at records. */
export function answerCount(role: Role): Proposal {
  const counted = isAllowed(role, 'admin')
    ? 'Ask me for a filter, for example "a filter for Salesforce accounts in banking": I say how many records it takes.'
    : "An admin sees how many records a filter takes, in the job's wizard or by asking me for the filter.";
  const text = [
    'I know the jobs and their runs, and count no records by themselves.',
    counted,
    `What is in the hub is asked by SQL: it has a view for each object (${hubObjectNames.join(', ')}).`,
  ].join(' ');
  return { kind: 'answer', topic: 'help', needs: null, text };
}

/** Where in the wizard it is done that is not done in chat. */
export function answerWhere(topic: 'mapping' | 'formula'): Proposal {
  const text =
    topic === 'mapping'
      ? 'Mappings are suggested in the job\'s wizard, step "Map and format", by "Suggest mappings".'
      : 'Formulas are written in the job\'s wizard by "Add mapping", "Write formula", where its fields are known.';
  return { kind: 'answer', topic, needs: null, text };
}
