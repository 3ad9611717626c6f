/**
 * The sandbox as a process of its own, for programs that are not to share one with it:
 * `node dist/src/sandbox/dataverse/serve.js '{"sample":{"seed":1,"today":"2026-03-01"}}'`.
 * Prints one line of JSON, its addresses and credentials, and runs until it is told to stop.
 */
import { z } from 'zod';
import { defineGeneratedTable } from './generated/define-generated-table.ts';
import { startDataverseSandbox } from './index.ts';
import { fillSampleOrg } from './sample/fill-org.ts';

const settings = z.strictObject({
  /** 0 takes a free one. */
  port: z.int().min(0).max(65_535).default(0),
  timeZone: z.string().optional(),
  gzip: z.boolean().optional(),
  /** What one user may ask in five minutes, and at once. */
  limits: z
    .strictObject({ requests: z.int().positive().optional(), concurrent: z.int().positive().optional() })
    .optional(),
  /** Fills the org with people, companies and what they do. */
  sample: z.strictObject({ seed: z.int(), today: z.iso.date() }).optional(),
  /** Tables with any number of records. */
  generated: z.array(z.strictObject({ name: z.string(), rows: z.int().nonnegative() })).default([]),
});

const { sample, generated, ...options } = settings.parse(JSON.parse(process.argv[2] ?? '{}'));
const sandbox = await startDataverseSandbox(options);
if (sample !== undefined) fillSampleOrg(sandbox.org, sample);
for (const table of generated) defineGeneratedTable(sandbox.org, table);
const { url, tokenUrl, credentials } = sandbox;
process.stdout.write(`${JSON.stringify({ url, tokenUrl, ...credentials })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close());
}
