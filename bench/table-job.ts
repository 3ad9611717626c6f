/** The job of the bench that reads Dynamics 365: the same twenty columns, by Dataverse's names. */
import { benchJobName, secretVariable } from './job-file.ts';
import type { JobFile } from './job-file.ts';
import type { EnvironmentAddress } from './table-pages.ts';

export const tableName = 'acme_customer';
export const entitySet = 'acme_customers';
export const primaryId = 'acme_customerid';

const columns: readonly (readonly [column: string, attribute: string, type?: string])[] = [
  [primaryId, 'account_id'],
  ['acme_name', 'name'],
  ['acme_number', 'customer_number', 'text'],
  ['acme_type', 'customer_type', 'text'],
  ['acme_industry', 'industry'],
  ['acme_street', 'street', 'text'],
  ['acme_city', 'city'],
  ['acme_country', 'country'],
  ['acme_phone', 'phone'],
  ['acme_website', 'website'],
  ['acme_email', 'email', 'text'],
  ['acme_annualrevenue', 'annual_revenue'],
  ['acme_employees', 'employees'],
  ['acme_contractvalue', 'contract_value'],
  ['acme_renewaldate', 'renewal_date'],
  ['acme_health', 'health'],
  ['acme_modules', 'modules', 'list'],
  ['acme_ispartner', 'is_partner', 'boolean'],
  ['createdon', 'create_date'],
  ['modifiedon', 'modified_at', 'date'],
];

export const tableColumns: readonly string[] = columns.map(([column]) => column);

export function tableJobFile(environment: EnvironmentAddress): JobFile {
  const { url, tokenUrl, clientId, clientSecret } = environment;
  const rows = columns.map(([column, attribute, type]) => {
    const end = type === undefined ? '' : `, type: ${type}`;
    return `      - { from: ${column}, to: ${attribute}${end} }`;
  });
  const text = `connections:
  - name: Bench
    connector: dynamics
    serverUrl: ${url}
    auth: { grant: client-credentials, tokenUrl: "${tokenUrl}", clientId: "${clientId}", clientSecret: "\${${secretVariable}}" }
jobs:
  - name: ${benchJobName}
    direction: inbound
    connection: Bench
    source: { object: ${tableName} }
    target: { object: accounts }
    mapping:
${rows.join('\n')}
    settings: { allowCreate: true, resolveConflicts: true }
    schedule: { run: once, timezone: UTC, enabled: false }
`;
  return { text, secret: clientSecret };
}
