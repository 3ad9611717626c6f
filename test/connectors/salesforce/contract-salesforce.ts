import { createSalesforceConnector } from '../../../src/connectors/salesforce/index.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { GivenRecord, SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { ContractFields, ContractOrg, ContractRecord } from '../../contracts/contract-org.ts';
import { aTuning } from './a-tuning.ts';

export const fields: ContractFields = {
  name: 'Name',
  text: 'LegacyId__c',
  number: 'ContractValue__c',
  date: 'RenewalDate__c',
  datetime: 'LastReview__c',
  boolean: 'Strategic__c',
  list: 'Modules__c',
  parent: 'ParentId',
};
const keys = Object.keys(fields) as (keyof ContractFields)[];

function salesforceRecord(record: ContractRecord): GivenRecord {
  return Object.fromEntries(
    keys.filter((key) => record[key] !== undefined).map((key) => [fields[key], record[key]]),
  );
}

/** An org that the contract suites fill and look into. */
export async function startContractOrg(): Promise<ContractOrg & { readonly sandbox: SalesforceSandbox }> {
  const sandbox = await startSalesforceSandbox();
  const { org, traffic, credentials } = sandbox;
  const settingsWith = (clientSecret: string): unknown => ({
    loginUrl: sandbox.url,
    auth: { grant: 'client-credentials', clientId: credentials.clientId, clientSecret },
  });
  return {
    sandbox,
    connector: createSalesforceConnector(aTuning()),
    settings: settingsWith(credentials.clientSecret),
    wrongSettings: settingsWith('open sesame'),
    wrongSecret: 'open sesame',
    object: 'Account',
    isCustom: false,
    misspeltObject: 'Acount',
    fields,
    parentName: 'Parent.Name',
    pageRows: 2_000,
    // COUNT and two pages; COUNT, a new job, two looks at it, two pages and its end.
    requestsOfRead: { 'in pages': 3, 'in bulk': 7 },
    insert: (records) => Promise.resolve(org.insert('Account', records.map(salesforceRecord))),
    update: (id, changes) => Promise.resolve(org.update('Account', id, salesforceRecord(changes))),
    remove: (ids) => Promise.resolve(org.remove('Account', ids)),
    merge: (loser, winner) => Promise.resolve(org.merge('Account', loser, winner)),
    setStamp: (ids, stamp) => Promise.resolve(org.setStamp('Account', ids, stamp)),
    disturb: (kind, options) => sandbox.disturb({ kind, ...options }),
    calm: () => sandbox.calm(),
    requests: () => traffic.requests,
    logins: () => traffic.logins,
    hasDailyLimit: true,
    heldOpen: () => traffic.openBulkJobs,
    close: () => sandbox.close(),
  };
}
