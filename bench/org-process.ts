import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { OrgAddress } from './org-pages.ts';

/** The bench is no test of limits. */
const apiLimit = 10_000_000;

export interface OrgProcess {
  readonly address: OrgAddress;
  stop(): Promise<void>;
}

export interface GeneratedRows {
  readonly name: string;
  readonly rows: number;
}

/**
 * The CRM in a process of its own: what it costs to serve the rows is nobody's who is measured. It does not zip its
 * answers, because zlib would take the time of a whole core, and everyone's alike.
 */
export async function startOrgProcess(generated: readonly GeneratedRows[]): Promise<OrgProcess> {
  const program = fileURLToPath(new URL('../src/sandbox/salesforce/serve.js', import.meta.url));
  const settings = JSON.stringify({ generated, apiLimit, gzip: false });
  const server = spawn(process.execPath, [program, settings], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(server, 'exit');
  for await (const line of createInterface(server.stdout)) {
    return {
      address: JSON.parse(line) as OrgAddress,
      async stop() {
        server.kill('SIGTERM');
        await gone;
      },
    };
  }
  throw new Error('The CRM of the bench did not start.');
}
