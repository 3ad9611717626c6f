/** The two objects that a job goes between, whichever of them is its source. */
import type { JobDraft } from './draft.ts';
import type { HubObjectName } from './hub-object.ts';
import type { Job } from './job.ts';

export function hubObjectOf(job: Job): HubObjectName;
export function hubObjectOf(draft: JobDraft): HubObjectName | undefined;
export function hubObjectOf(of: Job | JobDraft): HubObjectName | undefined {
  return of.direction === 'inbound' ? of.target.object : of.source.object;
}

/** API name of the CRM's object. */
export function crmObjectOf(job: Job): string;
export function crmObjectOf(draft: JobDraft): string | undefined;
export function crmObjectOf(of: Job | JobDraft): string | undefined {
  return of.direction === 'inbound' ? of.source.object : of.target.object;
}
