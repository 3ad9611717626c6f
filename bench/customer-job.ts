import type { MappingEntry } from '../src/domain/job.ts';
import { benchJobName, orgYaml } from './job-file.ts';
import type { JobFile } from './job-file.ts';
import type { OrgAddress } from './org-pages.ts';

/** One attribute a column: keys, standard attributes and new ones, of every type. */
const columns: readonly (readonly [field: string, attribute: string, type?: MappingEntry['type']])[] = [
  ['Id', 'account_id'],
  ['Name', 'name'],
  ['Number__c', 'customer_number', 'text'],
  ['Type__c', 'customer_type', 'text'],
  ['Industry__c', 'industry'],
  ['Street__c', 'street', 'text'],
  ['City__c', 'city'],
  ['Country__c', 'country'],
  ['Phone__c', 'phone'],
  ['Website__c', 'website'],
  ['Email__c', 'email', 'text'],
  ['AnnualRevenue__c', 'annual_revenue'],
  ['Employees__c', 'employees'],
  ['ContractValue__c', 'contract_value'],
  ['RenewalDate__c', 'renewal_date'],
  ['Health__c', 'health'],
  ['Modules__c', 'modules', 'list'],
  ['IsPartner__c', 'is_partner', 'boolean'],
  ['CreatedDate', 'create_date'],
  ['SystemModstamp', 'modified_at', 'date'],
];

export const customerFields: readonly string[] = columns.map(([field]) => field);

export const customerMapping: readonly MappingEntry[] = columns.map(([path, target, type]) => ({
  source: { kind: 'field', path },
  target,
  ...(type === undefined ? {} : { type }),
}));

/** The job of the bench as people write it. */
export function customerJobFile(org: OrgAddress, object: string): JobFile {
  const rows = columns.map(([field, attribute, type]) => {
    const end = type === undefined ? '' : `, type: ${type}`;
    return `      - { from: ${field}, to: ${attribute}${end} }`;
  });
  const text = `${orgYaml(org)}jobs:
  - name: ${benchJobName}
    direction: inbound
    connection: Bench
    source: { object: ${object} }
    target: { object: accounts }
    mapping:
${rows.join('\n')}
    settings: { allowCreate: true, resolveConflicts: true }
    schedule: { run: once, timezone: UTC, enabled: false }
`;
  return { text, secret: org.clientSecret };
}
