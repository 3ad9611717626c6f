import { startDataverseSandbox } from '../sandbox/dataverse/index.ts';
import { changeSampleOrg } from '../sandbox/dataverse/sample/change-org.ts';
import { fillSampleOrg } from '../sandbox/dataverse/sample/fill-org.ts';

/** Always the same companies and people; only their dates move with the day. */
const seed = 2_027;

/** A Dataverse environment with people in it who go on working. */
export interface DemoDataverse {
  readonly url: string;
  /** What the placeholders of the demo's jobs file stand for. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lets people work for a while. @returns what they did, one line each */
  work(round: number): readonly string[];
  close(): Promise<void>;
}

export async function startDemoDataverse(): Promise<DemoDataverse> {
  const sandbox = await startDataverseSandbox();
  const { url, tokenUrl, credentials, org } = sandbox;
  fillSampleOrg(org, { seed, today: new Date().toISOString().slice(0, 10) });
  return {
    url,
    environment: {
      DEMO_D_URL: url,
      DEMO_D_TOKEN_URL: tokenUrl,
      DEMO_D_CLIENT_ID: credentials.clientId,
      DEMO_D_CLIENT_SECRET: credentials.clientSecret,
    },
    work: (round) => changeSampleOrg(org, round).map((each) => `in Dynamics 365 ${each}`),
    close: () => sandbox.close(),
  };
}
