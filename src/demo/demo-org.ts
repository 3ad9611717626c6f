import { UserError } from '../domain/errors.ts';
import { startSalesforceSandbox } from '../sandbox/salesforce/index.ts';
import { changeSampleOrg } from '../sandbox/salesforce/sample/change-org.ts';
import { fillSampleOrg } from '../sandbox/salesforce/sample/fill-org.ts';

/** Always the same companies and people; only their dates move with the day. */
const seed = 2_026;

/** A Salesforce with people in it who go on working. */
export interface DemoOrg {
  readonly url: string;
  /** What the placeholders of the demo's jobs file stand for. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lets people work for a while; what they did, one line each. */
  work(): readonly string[];
  close(): Promise<void>;
}

/** @throws UserError where the port is in use. */
export async function startDemoOrg(port: number): Promise<DemoOrg> {
  const sandbox = await startSalesforceSandbox({ port }).catch((error: unknown) => {
    throw portError(error, port) ?? error;
  });
  const { url, credentials, org } = sandbox;
  fillSampleOrg(org, { seed, today: new Date().toISOString().slice(0, 10) });
  let round = 0;
  return {
    url,
    environment: {
      DEMO_SF_URL: url,
      DEMO_SF_CLIENT_ID: credentials.clientId,
      DEMO_SF_CLIENT_SECRET: credentials.clientSecret,
    },
    work() {
      round += 1;
      return changeSampleOrg(org, round);
    },
    close: () => sandbox.close(),
  };
}

function portError(error: unknown, port: number): UserError | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return new UserError(
      `Port ${port} is in use. Stop what listens there, or set PORT to another one: PORT=${port + 1} npm run demo`,
      { code: 'port_in_use', cause: error },
    );
  }
  if (code !== 'EACCES') return null;
  return new UserError(`Port ${port} may not be used by this account. Set PORT to one above 1023.`, {
    code: 'port_refused',
    cause: error,
  });
}
