import type { ChatContext, JobSummary } from '../../../../src/assistant/assistant.ts';
import { crmSchema } from '../../../support/crm-schema.ts';

export const assistantClock = { now: new Date('2026-11-18T10:00:00Z'), timezone: 'UTC' } as const;

export function aJobSummary(name: string, changes: Partial<JobSummary> = {}): JobSummary {
  return {
    name,
    direction: 'inbound',
    connection: 'Acme',
    object: 'Account',
    hub: 'accounts',
    schedule: { run: 'daily', at: '01:30' },
    enabled: true,
    last: { status: 'succeeded', error: null },
    isActive: false,
    ...changes,
  };
}

/** A workspace with a few jobs and one object; name what matters. */
export function aWorkspace(changes: Partial<ChatContext> = {}): ChatContext {
  return {
    purpose: 'chat',
    role: 'admin',
    jobs: [
      aJobSummary('Customers'),
      aJobSummary('Customers archive', { enabled: false }),
      aJobSummary('Contacts nightly', { object: 'Contact', hub: 'users' }),
    ],
    connections: [{ name: 'Acme', connector: 'salesforce' }],
    objects: [{ connector: 'salesforce', schema: crmSchema }],
    turns: [],
    ...assistantClock,
    ...changes,
  };
}
