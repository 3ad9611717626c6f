import { parentsNamed } from '../../src/assistant/parents-named.ts';
import type { CrmClient } from '../../src/connectors/connector.ts';
import type { SourceSchema } from '../../src/domain/source-schema.ts';
import { fillSampleOrg as fillDataverse } from '../../src/sandbox/dataverse/sample/fill-org.ts';
import { startDataverseSandbox } from '../../src/sandbox/dataverse/index.ts';
import { fillSampleOrg as fillSalesforce } from '../../src/sandbox/salesforce/sample/fill-org.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { sandboxClient as dynamicsClient } from '../connectors/dynamics/sandbox-client.ts';
import { sandboxClient as salesforceClient } from '../connectors/salesforce/sandbox-client.ts';

const sample = { seed: 1, today: '2026-11-18' } as const;

/** The two CRMs of the demo, with their objects described. */
export interface DemoCrms {
  readonly clients: Readonly<Record<'dynamics' | 'salesforce', CrmClient>>;
  close(): Promise<void>;
}

export async function startDemoCrms(): Promise<DemoCrms> {
  const [dataverse, salesforce] = [await startDataverseSandbox(), await startSalesforceSandbox()];
  fillDataverse(dataverse.org, sample);
  fillSalesforce(salesforce.org, sample);
  return {
    clients: { dynamics: dynamicsClient(dataverse), salesforce: salesforceClient(salesforce) },
    async close() {
      await Promise.all([dataverse.close(), salesforce.close()]);
    },
  };
}

/** An object with the parents that a text speaks of, as "Write filter" loads it. */
export async function schemaFor(client: CrmClient, object: string, text: string): Promise<SourceSchema> {
  const own = await client.loadSchema(object, []);
  const parents = parentsNamed(text, own.object);
  return parents.length === 0
    ? own
    : await client.loadSchema(
        object,
        parents.map((name) => `${name}.Id`),
      );
}
