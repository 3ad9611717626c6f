import type {
  CrmClient,
  CrmClientOptions,
  Read,
  ReadBatch,
  SourceRow,
} from '../../../src/connectors/connector.ts';
import { createDynamicsConnector } from '../../../src/connectors/dynamics/index.ts';
import type { Tuning } from '../../../src/connectors/dynamics/tuning.ts';
import { createSessionSource } from '../../../src/connectors/session-source.ts';
import type { DataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import { aTuning } from './a-tuning.ts';

export function sandboxSettings({ url, tokenUrl, credentials }: DataverseSandbox): unknown {
  const { clientId, clientSecret } = credentials;
  return { serverUrl: url, auth: { grant: 'client-credentials', tokenUrl, clientId, clientSecret } };
}

/** A client logged in to the sandbox, with pauses that are noted instead of taken. */
export function sandboxClient(
  sandbox: DataverseSandbox,
  options: Partial<CrmClientOptions> = {},
  tuning: Partial<Tuning> = {},
): CrmClient {
  const connector = createDynamicsConnector(aTuning(tuning));
  const settings = connector.parseSettings(sandboxSettings(sandbox));
  return connector.openClient({
    sessions: createSessionSource(() => connector.logIn(settings)),
    ...options,
  });
}

export async function collect(read: Read): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of read.batches) batches.push(batch);
  return batches;
}

export function rowsOf(batches: readonly ReadBatch[]): SourceRow[] {
  return batches.flatMap((batch) => [...batch.rows]);
}
