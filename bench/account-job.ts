import { benchJobName, orgYaml } from './job-file.ts';
import type { JobFile } from './job-file.ts';
import type { OrgAddress } from './org-pages.ts';
import { sentColumns } from './sent-accounts.ts';

/** The job of the bench that sends the hub's accounts to Salesforce. */
export function accountJobFile(org: OrgAddress): JobFile {
  const rows = sentColumns.map(({ attribute, field }) => `      - { from: ${attribute}, to: ${field} }`);
  const text = `${orgYaml(org)}jobs:
  - name: ${benchJobName}
    direction: outbound
    connection: Bench
    source: { object: accounts }
    target: { object: Account, matchOn: ${sentColumns[0]?.field ?? ''} }
    mapping:
${rows.join('\n')}
    settings: { allowCreate: true, updateExisting: true }
    schedule: { run: once, timezone: UTC, enabled: false }
`;
  return { text, secret: org.clientSecret };
}
