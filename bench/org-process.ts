import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { OrgAddress } from './org-pages.ts';
import type { EnvironmentAddress } from './table-pages.ts';

/** The bench is no test of limits. */
const apiLimit = 10_000_000;
/**
 * Bulk jobs have ended when they are looked at for the first time: how long a CRM lets jobs wait is the same for everyone.
 */
const bulkPolls = 0;

export interface CrmProcess<Address> {
  readonly address: Address;
  stop(): Promise<void>;
}

export interface GeneratedRows {
  readonly name: string;
  readonly rows: number;
}

export const startOrgProcess = (generated: readonly GeneratedRows[]): Promise<CrmProcess<OrgAddress>> =>
  startCrm('salesforce', { generated, apiLimit });

/** An org without rows, to write to. */
export const startEmptyOrg = (): Promise<CrmProcess<OrgAddress>> =>
  startCrm('salesforce', { apiLimit, bulkPolls });

export const startEnvironment = (
  generated: readonly GeneratedRows[],
): Promise<CrmProcess<EnvironmentAddress>> =>
  startCrm('dataverse', { generated, limits: { requests: apiLimit } });

/**
 * The CRM in a process of its own: what it costs to serve the rows is nobody's who is measured. It does not zip its
 * answers, because zlib would take the time of a whole core, and everyone's alike.
 */
async function startCrm<Address>(
  sandbox: 'salesforce' | 'dataverse',
  settings: object,
): Promise<CrmProcess<Address>> {
  const program = fileURLToPath(new URL(`../src/sandbox/${sandbox}/serve.js`, import.meta.url));
  const text = JSON.stringify({ ...settings, gzip: false });
  const server = spawn(process.execPath, [program, text], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(server, 'exit');
  for await (const line of createInterface(server.stdout)) {
    return {
      address: JSON.parse(line) as Address,
      async stop() {
        server.kill('SIGTERM');
        await gone;
      },
    };
  }
  throw new Error('The CRM of the bench did not start.');
}
