import {
  address,
  audit,
  date,
  datetime,
  decimal,
  derived,
  firstCustomChoice,
  integer,
  lookup,
  memo,
  money,
  multiselect,
  ownership,
  picklist,
  readOnly,
  stateAndStatus,
  text,
  uniqueidentifier,
  yesNo,
} from '../columns.ts';
import type { TableDefinition } from '../table-definition.ts';
import { tableDefinition } from '../table-definition.ts';

const industries = [
  'Accounting',
  'Agriculture and Non-petrol Natural Resource Extraction',
  'Broadcasting Printing and Publishing',
  'Brokers',
  'Building Supply Retail',
  'Business Services',
  'Consulting',
  'Consumer Services',
  'Design, Direction and Creative Management',
  'Distributors, Dispatchers and Processors',
  "Doctor's Offices and Clinics",
  'Durable Manufacturing',
  'Eating and Drinking Places',
  'Entertainment Retail',
  'Equipment Rental and Leasing',
  'Financial',
  'Food and Tobacco Processing',
];

const relationships = ['Competitor', 'Consultant', 'Customer', 'Investor', 'Partner', 'Influencer', 'Press'];

/** `acme_…` are what the company of the sample added. */
const own = { first: firstCustomChoice } as const;

export function account(): TableDefinition {
  return tableDefinition({
    schemaName: 'Account',
    entitySetName: 'accounts',
    label: 'Account',
    labelPlural: 'Accounts',
    objectTypeCode: 1,
    primaryName: 'name',
    tracksChanges: true,
    keys: [{ name: 'acme_legacykey', columns: ['acme_legacyid'] }],
    columns: [
      uniqueidentifier('AccountId', 'Account', { isPrimaryId: true, required: 'SystemRequired' }),
      text('Name', 'Account Name', 160, { isPrimaryName: true, required: 'ApplicationRequired' }),
      text('AccountNumber', 'Account Number', 20),
      lookup('ParentAccountId', 'Parent Account', 'account'),
      lookup('PrimaryContactId', 'Primary Contact', 'contact'),
      lookup('PreferredSystemUserId', 'Preferred User', 'systemuser'),
      lookup('MasterId', 'Master ID', 'account', readOnly),
      lookup('msa_managingpartnerid', 'Managing Partner', 'account'),
      yesNo('Merged', 'Merged', readOnly),
      picklist('CustomerTypeCode', 'Relationship Type', relationships),
      picklist('IndustryCode', 'Industry', industries),
      text('Telephone1', 'Main Phone', 50, { format: 'Phone' }),
      text('Fax', 'Fax', 50, { format: 'Phone' }),
      text('EMailAddress1', 'Email', 100, { format: 'Email' }),
      text('WebSiteURL', 'Website', 200, { format: 'Url' }),
      memo('Description', 'Description', 2_000),
      money('Revenue', 'Annual Revenue', { minValue: 0, maxValue: 100_000_000_000_000 }),
      integer('NumberOfEmployees', 'Number of Employees', { minValue: 0, maxValue: 1_000_000_000 }),
      yesNo('DoNotEMail', 'Do not allow Emails', {
        choices: [
          { value: 0, label: 'Allow' },
          { value: 1, label: 'Do Not Allow' },
        ],
      }),
      ...address(1),
      ...address(2),
      uniqueidentifier('EntityImageId', 'Entity Image Id', readOnly),
      uniqueidentifier('ProcessId', 'Process'),
      uniqueidentifier('StageId', '(Deprecated) Process Stage'),
      decimal('ExchangeRate', 'Exchange Rate', readOnly),
      lookup('TransactionCurrencyId', 'Currency', 'transactioncurrency'),
      picklist('acme_AccountType', 'Account Type', ['Prospect', 'Customer', 'Partner', 'Former'], own),
      picklist('acme_AccountStatus', 'Account Status', ['Active', 'Disabled', 'On hold'], own),
      picklist('acme_Health', 'Health', ['red', 'yellow', 'green'], own),
      multiselect('acme_Modules', 'Modules', ['Core', 'Analytics', 'Billing', 'Mobile', 'Support']),
      money('acme_ContractValue', 'Contract Value'),
      date('acme_RenewalDate', 'Renewal Date'),
      text('acme_CloseDate', 'Close Date', 100),
      datetime('acme_LastReview', 'Last Review'),
      yesNo('acme_Strategic', 'Strategic'),
      text('acme_LegacyId', 'Legacy Id', 100),
      derived('acme_Score', 'Score', 'integer', (get) => scoreOf(String(get('acme_health')))),
      ...ownership(),
      ...stateAndStatus([
        ['Active', ['Active']],
        ['Inactive', ['Inactive']],
      ]),
      ...audit(),
    ],
  });
}

/** A calculated column: red, yellow and green are 0, 50 and 100. */
function scoreOf(health: string): string | null {
  const step = ['100000000', '100000001', '100000002'].indexOf(health);
  return step < 0 ? null : String(step * 50);
}
