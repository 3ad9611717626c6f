/** For stories of outbound jobs from the outside: a hub with accounts in it, and a job that sends them. */
import type { HubRow } from './hub.ts';
import { loaded } from './hub.ts';
import { openHub } from '../../src/hub/index.ts';
import { connectionYaml } from './house.ts';
import type { House } from './house.ts';

export const outboundJob = `${connectionYaml}jobs:
  - name: Accounts out
    direction: outbound
    connection: Acme Salesforce
    source: { object: accounts }
    target: { object: Account, matchOn: LegacyId__c }
    mapping:
      - { from: account_id, to: LegacyId__c }
      - { from: name, to: Name }
      - { from: contract_value, to: ContractValue__c }
    settings: { allowCreate: true, updateExisting: true, guard: off }
    schedule: { run: once, timezone: UTC, enabled: false }
`;

const batchRows = 5_000;

/** Accounts as some other connection brought them. */
export async function putAccounts(hubUrl: string, rows: readonly HubRow[]): Promise<void> {
  const hub = await openHub({ url: hubUrl });
  try {
    for (let at = 0; at < rows.length; at += batchRows) {
      await loaded(hub, rows.slice(at, at + batchRows), {
        connectionId: 'elsewhere',
        jobId: 'job-elsewhere',
        attributes: ['name', 'contract_value'],
      });
    }
  } finally {
    await hub.close();
  }
}

export function anAccount(number: number, name: string): HubRow {
  const key = keyOf(number);
  return { crmId: `elsewhere ${key}`, keys: [key], values: { name, contract_value: number } };
}

export const keyOf = (number: number): string => String(number).padStart(8, '0');

/** What the org has of them, by their keys. */
export function namesInOrg({ sandbox }: House): ReadonlyMap<string, string> {
  const records = sandbox.org.records('Account');
  const names = new Map(records.map(({ LegacyId__c, Name }) => [String(LegacyId__c), String(Name)]));
  if (names.size < records.length) throw new Error('An account stands in the org twice.');
  return names;
}
