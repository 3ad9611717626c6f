import type { Hub } from '../src/hub/hub.ts';
import { loaded } from '../test/support/hub.ts';
import { sentColumns } from './sent-accounts.ts';

const [, ...valueColumns] = sentColumns;

/** @param accounts cells in the order of the columns, the key first */
export async function putAccounts(
  hub: Hub,
  accounts: readonly (readonly (string | null)[])[],
): Promise<void> {
  const rows = accounts.map(([key, ...cells]) => ({
    crmId: `elsewhere ${String(key)}`,
    keys: [String(key)],
    values: Object.fromEntries(
      valueColumns.map(({ attribute, isNumber }, index) => {
        const cell = cells[index] ?? null;
        return [attribute, isNumber === true && cell !== null ? Number(cell) : cell];
      }),
    ),
  }));
  const attributes = valueColumns.map(({ attribute }) => attribute);
  await loaded(hub, rows, { connectionId: 'elsewhere', jobId: 'job-elsewhere', attributes });
}
