import type { ContractFields, ContractRecord } from '../../contracts/contract-org.ts';
import { connectorWritingContract } from '../../contracts/connector-writing.ts';
import type { ContractWritingOrg } from '../../contracts/connector-writing.ts';
import { contractTable, fields, startContractOrg } from './contract-dynamics.ts';

const keyField = 'acme_key';
const keys = Object.keys(fields) as (keyof ContractFields)[];
const labels: Readonly<Record<string, string>> = { '100000000': 'a', '100000001': 'b' };

/** As the contract writes what the sandbox stores. */
function textOf(key: keyof ContractFields, value: string | boolean | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  if (key === 'datetime') return text.replace(/Z$/, '.000Z');
  if (key === 'parent') return text.replace(/^.*\//, '');
  if (key !== 'list') return text;
  return text
    .split(',')
    .map((each) => labels[each] ?? each)
    .join(';');
}

async function startOrg(): Promise<ContractWritingOrg> {
  const { sandbox, ...org } = await startContractOrg();
  const records = sandbox.org;
  return {
    ...org,
    keyField,
    idField: `${contractTable}id`,
    read(id) {
      const record = records.record(contractTable, id);
      if (record === undefined) return Promise.resolve(null);
      const values: ContractRecord = Object.fromEntries(
        keys.map((key) => [key, textOf(key, record[fields[key]])]),
      );
      const key = record[keyField];
      return Promise.resolve({ ...values, key: typeof key === 'string' ? key : null });
    },
    withKey: (key) =>
      Promise.resolve(
        records
          .records(contractTable)
          .filter((record) => String(record[keyField]).toLowerCase() === key.toLowerCase())
          .map((record) => String(record[`${contractTable}id`])),
      ),
    setKey: (id, key) => Promise.resolve(records.update(contractTable, id, { [keyField]: key })),
    count: () => Promise.resolve(records.records(contractTable).length),
    lock: (id, times) => Promise.resolve(records.lock(contractTable, id, times)),
    chosenId: '6f9619ff-8b86-8d11-842d-00c04fc964ff',
    refused: { record: { text: 'x'.repeat(2_001) }, code: '0x80044331' },
  };
}

// There is one way of writing, whatever the size of the set.
connectorWritingContract('Dynamics 365', ['in calls'], startOrg);
