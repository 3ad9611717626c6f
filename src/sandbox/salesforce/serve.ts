/**
 * The sandbox as a process of its own, for programs that are not to share one with it:
 * `node dist/src/sandbox/salesforce/serve.js '{"sample":{"seed":1,"today":"2026-03-01"}}'`.
 * Prints one line of JSON, its address and credentials, and runs until it is told to stop.
 */
import { z } from 'zod';
import { defineGeneratedObject } from './generated/define-generated-object.ts';
import { startSalesforceSandbox } from './index.ts';
import { fillSampleOrg } from './sample/fill-org.ts';

const settings = z.strictObject({
  /** 0 takes a free one. */
  port: z.int().min(0).max(65_535).default(0),
  timeZone: z.string().optional(),
  apiLimit: z.int().positive().optional(),
  bulkPolls: z.int().nonnegative().optional(),
  gzip: z.boolean().optional(),
  /** Fills the org with people, companies and what they do. */
  sample: z.strictObject({ seed: z.int(), today: z.iso.date() }).optional(),
  /** Objects with any number of records. */
  generated: z.array(z.strictObject({ name: z.string(), rows: z.int().nonnegative() })).default([]),
});

const { sample, generated, ...options } = settings.parse(JSON.parse(process.argv[2] ?? '{}'));
const sandbox = await startSalesforceSandbox(options);
if (sample !== undefined) fillSampleOrg(sandbox.org, sample);
const sources = generated.map((object) => defineGeneratedObject(sandbox.org, object));
const { clientId, clientSecret, username } = sandbox.credentials;
process.stdout.write(`${JSON.stringify({ url: sandbox.url, clientId, clientSecret, username })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const source of sources) source.close();
    void sandbox.close();
  });
}
