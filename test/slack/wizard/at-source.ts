import { aJobsFile } from '../../support/operations.ts';
import type { Person } from '../../support/person.ts';
import type { SlackHouse } from '../support/slack-house.ts';

/** A connection to the sandbox, and one job on it. */
export async function applied({ operations }: SlackHouse): Promise<void> {
  const context = { actor: 'somebody', role: 'admin', door: 'cli', now: new Date() } as const;
  await operations.applyConfiguration(context, { text: aJobsFile, fileName: 'jobs.yml' });
}

/** A new integration, at its second step. */
export async function beginsWith(person: Person, object: string, called = object): Promise<void> {
  await person.runs('/crosswalk new', '#crm-syncs');
  await person.chooses('Acme Salesforce', { in: 'Connection' });
  await person.searches(object, { in: 'Object' });
  await person.chooses(called, { in: 'Object' });
  await person.sees('Hub object');
  await person.clicks('Next');
  await person.sees('Fields and filter');
}
