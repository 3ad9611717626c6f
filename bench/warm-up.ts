/**
 * Reads an object once through, as the connector does and without keeping anything, so that the CRM has its pages
 * ready before anyone is measured. Tells the columns that such a read has: the floor fetches the same.
 */
import { measured } from './child.ts';
import { customerFields } from './customer-job.ts';
import { openOrgClient } from './org-client.ts';
import type { OrgAddress } from './org-pages.ts';

export interface WarmUpInput {
  readonly org: OrgAddress;
  readonly object: string;
}

export interface WarmUpOutput {
  readonly columns: readonly string[];
  readonly rows: number;
}

measured(async ({ org, object }: WarmUpInput): Promise<WarmUpOutput> => {
  const client = openOrgClient(org);
  const schema = await client.loadSchema(object, customerFields);
  const { columns, batches } = await client.openRead({
    query: { schema, fields: customerFields, filter: null },
    window: null,
    resumeFrom: null,
    signal: new AbortController().signal,
  });
  let rows = 0;
  for await (const batch of batches) rows += batch.rows.length;
  await client.close();
  return { columns, rows };
});
