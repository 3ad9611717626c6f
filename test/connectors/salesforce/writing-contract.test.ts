import type { ContractFields, ContractRecord } from '../../contracts/contract-org.ts';
import { connectorWritingContract } from '../../contracts/connector-writing.ts';
import type { ContractWritingOrg } from '../../contracts/connector-writing.ts';
import type { FieldValue } from '../../../src/sandbox/salesforce/schema/field-definition.ts';
import { fields, startContractOrg } from './contract-salesforce.ts';

const keyField = 'HubKey__c';
const keys = Object.keys(fields) as (keyof ContractFields)[];

/** As the sandbox stores them. */
function textOf(value: FieldValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

async function startOrg(): Promise<ContractWritingOrg> {
  const { sandbox, ...org } = await startContractOrg();
  const accounts = sandbox.org;
  accounts.addField('Account', {
    name: keyField,
    label: 'Hub Key',
    type: 'string',
    length: 80,
    externalId: true,
  });
  return {
    ...org,
    keyField,
    idField: 'Id',
    read(id) {
      const record = accounts.record('Account', id);
      if (record === null) return Promise.resolve(null);
      const values: ContractRecord = Object.fromEntries(
        keys.map((key) => [key, textOf(record[fields[key]])]),
      );
      return Promise.resolve({ ...values, key: textOf(record[keyField]) });
    },
    withKey: (key) =>
      Promise.resolve(
        accounts
          .records('Account')
          .filter((record) => textOf(record[keyField])?.toLowerCase() === key.toLowerCase())
          .map((record) => String(record['Id'])),
      ),
    setKey: (id, key) => Promise.resolve(accounts.update('Account', id, { [keyField]: key })),
    count: () => Promise.resolve(accounts.count('Account')),
    lock: (id, times) => Promise.resolve(accounts.lock('Account', id, times)),
    chosenId: null,
    refused: { record: { text: 'x'.repeat(41) }, code: 'STRING_TOO_LONG' },
  };
}

connectorWritingContract('Salesforce', ['in calls', 'in bulk'], startOrg);
