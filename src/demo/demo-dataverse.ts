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
  /** Settings of a bot in which people connect this environment by themselves. */
  readonly settings: Readonly<Record<string, string>>;
  /** An address that people may be sent back to when they have consented. */
  allowCallback(address: string): void;
  /** People go back on what they allowed apps to do in this environment. */
  takeBackConsents(): void;
  /** Lets people work for a while. @returns what they did, one line each */
  work(round: number): readonly string[];
  close(): Promise<void>;
}

export async function startDemoDataverse(): Promise<DemoDataverse> {
  const sandbox = await startDataverseSandbox();
  const { url, tokenUrl, credentials, org, web } = sandbox;
  fillSampleOrg(org, { seed, today: new Date().toISOString().slice(0, 10) });
  return {
    url,
    environment: {
      DEMO_D_URL: url,
      DEMO_D_TOKEN_URL: tokenUrl,
      DEMO_D_CLIENT_ID: credentials.clientId,
      DEMO_D_CLIENT_SECRET: credentials.clientSecret,
    },
    settings: {
      DYNAMICS_CLIENT_ID: credentials.clientId,
      DYNAMICS_CLIENT_SECRET: credentials.clientSecret,
      DYNAMICS_SERVER_URL: url,
      DYNAMICS_TOKEN_URL: tokenUrl,
    },
    allowCallback: (address) => void web.redirectUris.add(address),
    takeBackConsents: () => sandbox.revokeConsents(),
    work: (round) => changeSampleOrg(org, round).map((each) => `in Dynamics 365 ${each}`),
    close: () => sandbox.close(),
  };
}
