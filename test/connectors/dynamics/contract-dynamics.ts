import { createDynamicsConnector } from '../../../src/connectors/dynamics/index.ts';
import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox, Fault } from '../../../src/sandbox/dataverse/index.ts';
import type {
  ContractFault,
  ContractFields,
  ContractOrg,
  ContractRecord,
} from '../../contracts/contract-org.ts';
import { aTuning } from './a-tuning.ts';

export const fields: ContractFields = {
  name: 'acme_name',
  text: 'acme_text',
  number: 'acme_number',
  date: 'acme_date',
  datetime: 'acme_moment',
  boolean: 'acme_flag',
  list: 'acme_list',
  parent: 'acme_parent',
};
const keys = Object.keys(fields) as (keyof ContractFields)[];

/** Of a table of its own, because no column of account takes all of the suite's values. */
export const contractTable = 'acme_contract';

export function dataverseRecord(record: ContractRecord): Record<string, string | null | undefined> {
  return Object.fromEntries(
    keys.filter((key) => record[key] !== undefined).map((key) => [fields[key], record[key]]),
  );
}

const faults: Readonly<Partial<Record<ContractFault, Fault['kind']>>> = {
  'too many requests': 'too many requests',
  unavailable: 'unavailable',
  reset: 'reset',
  truncated: 'truncated',
  'expired session': 'expired session',
  'concurrent limit': 'concurrent limit',
  slow: 'slow',
};

/** Every column of yes and no names the two. */
export const yesNo = [
  { value: 0, label: 'No' },
  { value: 1, label: 'Yes' },
];

/** Smaller than Dataverse's own, so that few records fill several of them. */
const pageRows = 300;

/** An environment that the contract suites fill and look into. */
export async function startContractOrg(): Promise<ContractOrg & { readonly sandbox: DataverseSandbox }> {
  const sandbox = await startDataverseSandbox({ pageRows });
  const { org, traffic, credentials } = sandbox;
  const decimals = { precision: 10, minValue: -1e20, maxValue: 1e20 };
  org.define({
    logicalName: contractTable,
    columns: [
      { logicalName: fields.text, type: 'memo', maxLength: 2_000 },
      { logicalName: fields.number, type: 'decimal', ...decimals },
      { logicalName: fields.date, type: 'datetime', behavior: 'DateOnly', format: 'DateOnly' },
      { logicalName: fields.datetime, type: 'datetime' },
      { logicalName: fields.boolean, type: 'boolean', choices: yesNo, defaultValue: false },
      {
        logicalName: fields.list,
        type: 'multiselect',
        choices: [
          { value: 100_000_000, label: 'a' },
          { value: 100_000_001, label: 'b' },
        ],
      },
      {
        logicalName: fields.parent,
        type: 'lookup',
        targets: [{ table: contractTable, navigation: 'acme_Parent' }],
      },
      { logicalName: 'acme_key', type: 'string' },
      // What a table has whose records can be merged.
      { logicalName: 'merged', type: 'boolean', choices: yesNo, defaultValue: false },
      {
        logicalName: 'masterid',
        type: 'lookup',
        targets: [{ table: contractTable, navigation: 'masterid' }],
        creatable: false,
        updatable: false,
      },
    ],
    keys: [{ name: 'acme_bykey', columns: ['acme_key'] }],
  });
  const settingsWith = (clientSecret: string): unknown => ({
    serverUrl: sandbox.url,
    auth: {
      grant: 'client-credentials',
      tokenUrl: sandbox.tokenUrl,
      clientId: credentials.clientId,
      clientSecret,
    },
  });
  return {
    sandbox,
    connector: createDynamicsConnector(aTuning()),
    settings: settingsWith(credentials.clientSecret),
    wrongSettings: settingsWith('open sesame'),
    wrongSecret: 'open sesame',
    object: contractTable,
    isCustom: true,
    misspeltObject: 'acme_contrct',
    fields,
    parentName: 'acme_Parent.acme_name',
    pageRows,
    // The count and two pages, however large the set is.
    requestsOfRead: { 'in pages': 3, 'in bulk': 3 },
    insert: (records) => Promise.resolve(org.insert(contractTable, records.map(dataverseRecord))),
    update: (id, changes) => Promise.resolve(org.update(contractTable, id, dataverseRecord(changes))),
    remove: (ids) => Promise.resolve(org.remove(contractTable, ids)),
    merge: (loser, winner) => Promise.resolve(org.merge(contractTable, loser, winner)),
    setStamp(ids, stamp) {
      // What is deleted is gone here, stamp and all.
      const left = ids.filter((id) => org.record(contractTable, id) !== undefined);
      return Promise.resolve(org.setStamp(contractTable, left, stamp));
    },
    disturb(fault, options) {
      const kind = faults[fault];
      if (kind === undefined) throw new Error(`Dataverse knows no ${fault}`);
      sandbox.disturb({ kind, ...options });
    },
    calm: () => sandbox.calm(),
    requests: () => traffic.requests,
    logins: () => traffic.logins,
    hasDailyLimit: false,
    heldOpen: () => 0,
    close: () => sandbox.close(),
  };
}
