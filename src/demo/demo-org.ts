import { startSalesforceSandbox } from '../sandbox/salesforce/index.ts';
import { defineGeneratedObject } from '../sandbox/salesforce/generated/define-generated-object.ts';
import { changeSampleOrg } from '../sandbox/salesforce/sample/change-org.ts';
import { fillSampleOrg } from '../sandbox/salesforce/sample/fill-org.ts';
import { startDemoDataverse } from './demo-dataverse.ts';

/** Always the same companies and people; only their dates move with the day. */
const seed = 2_026;

/** Something that takes a while, to be watched and to be cancelled: many records, over a slow line. */
const prospects = { name: 'Prospect__c', rows: 30_000 } as const;
const slowPages = {
  kind: 'slow',
  delayMs: 700,
  times: Number.MAX_SAFE_INTEGER,
  /** Only what has more than one page. */
  match: { path: /\/query\/[^?]/ },
} as const;

/** A Salesforce and a Dataverse with people in them who go on working. */
export interface DemoOrg {
  readonly url: string;
  readonly dataverseUrl: string;
  /** What the placeholders of the demo's jobs file stand for. */
  readonly environment: Readonly<Record<string, string>>;
  /** Settings of a bot in which people connect these orgs by themselves. */
  readonly settings: Readonly<Record<string, string>>;
  /** An address that people may be sent back to when they have consented. */
  allowCallback(address: string): void;
  /** People go back on what they allowed apps to do in these orgs. */
  takeBackConsents(): void;
  /** Lets people work for a while; what they did, one line each. */
  work(): readonly string[];
  close(): Promise<void>;
}

export async function startDemoOrg(): Promise<DemoOrg> {
  const dataverse = await startDemoDataverse();
  const sandbox = await startSalesforceSandbox();
  const { url, credentials, org, web } = sandbox;
  fillSampleOrg(org, { seed, today: new Date().toISOString().slice(0, 10) });
  const source = defineGeneratedObject(org, prospects);
  sandbox.disturb(slowPages);
  let round = 0;
  return {
    url,
    dataverseUrl: dataverse.url,
    environment: {
      ...dataverse.environment,
      DEMO_SF_URL: url,
      DEMO_SF_CLIENT_ID: credentials.clientId,
      DEMO_SF_CLIENT_SECRET: credentials.clientSecret,
    },
    settings: {
      ...dataverse.settings,
      SALESFORCE_CLIENT_ID: credentials.web.clientId,
      SALESFORCE_CLIENT_SECRET: credentials.web.clientSecret,
      SALESFORCE_LOGIN_URL: url,
      // The orgs of the demo are on this machine.
      CONNECT_ADDRESSES: 'any',
    },
    allowCallback(address) {
      web.redirectUris.add(address);
      dataverse.allowCallback(address);
    },
    takeBackConsents() {
      sandbox.revokeConsents();
      dataverse.takeBackConsents();
    },
    work() {
      round += 1;
      return [...changeSampleOrg(org, round), ...dataverse.work(round)];
    },
    async close() {
      source.close();
      await sandbox.close();
      await dataverse.close();
    },
  };
}
