import type {
  CrmClient,
  CrmClientOptions,
  Read,
  ReadBatch,
  SourceRow,
} from '../../../src/connectors/connector.ts';
import { createSalesforceConnector } from '../../../src/connectors/salesforce/index.ts';
import { createSessionSource } from '../../../src/connectors/session-source.ts';
import type { SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { aTuning } from './a-tuning.ts';

/** A client of the sandbox whose pauses take no time. */
export function sandboxClient(
  sandbox: SalesforceSandbox,
  options: Partial<CrmClientOptions> = {},
  given: { readonly weekStart?: string } = {},
): CrmClient {
  const connector = createSalesforceConnector(aTuning());
  const { clientId, clientSecret } = sandbox.credentials;
  const settings = connector.parseSettings({
    loginUrl: sandbox.url,
    auth: { grant: 'client-credentials', clientId, clientSecret },
    ...given,
  });
  return connector.openClient({ sessions: createSessionSource(() => connector.logIn(settings)), ...options });
}

export async function collect(read: Read): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of read.batches) batches.push(batch);
  return batches;
}

export function rowsOf(batches: readonly ReadBatch[]): SourceRow[] {
  return batches.flatMap((batch) => [...batch.rows]);
}
