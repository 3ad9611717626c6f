import { orgYaml } from './job-file.ts';
import type { OrgAddress } from './org-pages.ts';

const minutesOfHour = 60;

/** A jobs file: small imports that run each hour, as many in each of its minutes. */
export function scheduledJobs(
  org: OrgAddress,
  object: string,
  { first, count }: { readonly first: number; readonly count: number },
): string {
  const jobs = Array.from({ length: count }, (_, index) => jobOf(object, first + index));
  return `${orgYaml(org)}jobs:
${jobs.join('')}`;
}

const jobOf = (object: string, number: number): string => `  - name: Small ${number}
    direction: inbound
    connection: Bench
    source: { object: ${object} }
    target: { object: accounts }
    mapping:
      - { from: Id, to: account_id }
      - { from: Name, to: name }
    settings: { allowCreate: true, resolveConflicts: true }
    schedule: { run: hourly, minute: ${number % minutesOfHour}, timezone: UTC, enabled: true }
`;
