/** Hub accounts for exports. */
import type { DraftRow } from '../../src/domain/draft.ts';
import type { MappingEntry } from '../../src/domain/job.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { loaded } from './hub.ts';

/** Accounts `ACME-0` … named `Account 0` …, every other one of them red. */
export async function loadedAccounts(
  hub: Hub,
  count: number,
  values: Readonly<Record<string, unknown>> = {},
  prefix = 'ACME',
): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => ({
    crmId: `${prefix}-${i}`,
    values: { name: `Account ${i}`, health: i % 2 === 0 ? 'red' : 'green', ...values },
  }));
  const attributes = Object.keys({ name: '', health: '', ...values });
  await loaded(hub, rows, { jobId: `brings ${prefix}`, connectionId: 'another', attributes });
}

export const aRow = (id: string, entry: MappingEntry): DraftRow => ({ id, ...entry });
