/**
 * The sandbox as a process of its own: `node serve.js '{"apiLimit":5000}'`. Prints one line of JSON with its
 * address and credentials, and runs until it is told to stop.
 */
import { startSalesforceSandbox } from './index.ts';
import type { SalesforceSandboxOptions } from './index.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as SalesforceSandboxOptions;
const sandbox = await startSalesforceSandbox(options);
const { clientId, clientSecret, username } = sandbox.credentials;
process.stdout.write(`${JSON.stringify({ url: sandbox.url, clientId, clientSecret, username })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close();
  });
}
