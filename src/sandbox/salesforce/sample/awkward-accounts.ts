import type { SampleValue } from './sample-record.ts';

type Values = Readonly<Record<string, SampleValue>>;

/** Salesforce takes 255 characters, the hub 128. */
const longNameLength = 180;
/** Two companies came out of a merger of systems with one number. */
export const sharedAccountNumber = 'C-004711';

const awkward: readonly Values[] = [
  { Name: 'Halcyon "Blue" Optics Ltd', Description: 'They call it "the blue one".' },
  { Name: "O'Shaughnessy & D'Angelis, Partners", BillingStreet: '7 "Old" Mill Lane, Yard 2\r\nSide door' },
  { Name: 'Paloma Textiles 🧵 S.A.', Description: 'Family: 👩‍👩‍👧‍👦, flag: 🇵🇹' },
  { Name: '青山陶器株式会社', BillingStreet: '尾山町 12-3\n「裏口」', BillingCity: '金沢市' },
  { Name: 'N/A', Industry: null, Website: 'N/A' },
  { Name: 'null', Description: 'NULL' },
  { Name: 'Zu\u0308rcher Sa\u0308gewerk AG', Description: 'Umlauts as letter and mark' },
  { Name: '=SUM(Partners) Ltd', Description: '+1-2, @here, =1+1' },
  { Name: 'Backslash \\ Co.', Description: 'C:\\new\\table\tand a tab' },
  { Name: 'Long '.padEnd(longNameLength, 'Name ').trimEnd() },
  { Name: 'Copperfield Water Ltd', AccountNumber: sharedAccountNumber },
  { Name: 'Copperfield Water Limited', AccountNumber: sharedAccountNumber },
  { Name: '  Spaces   Inside  ', CloseDate__c: 'TBD' },
  { Name: 'Nothing Known', ...nothing('Website', 'Phone', 'Health__c', 'Modules__c', 'CloseDate__c') },
  { Name: 'Exact Money plc', ContractValue__c: '1234567.89', AnnualRevenue: '0', NumberOfEmployees: '0' },
  { Name: 'Leap Day Events', RenewalDate__c: '2028-02-29', CloseDate__c: '29/02/2024' },
];

/**
 * What people type and what breaks programs, for the first accounts of the sample. All of them are customers, so
 * that a job which takes customers meets each.
 */
export const awkwardAccounts: readonly Values[] = awkward.map((values) => ({
  Type: 'Customer - Direct',
  AccountType__c: 'Customer',
  AccountStatus__c: 'Active',
  ...values,
}));

function nothing(...names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, null]));
}
