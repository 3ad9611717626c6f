/** A hub with accounts in it, as some other connection brought them. In a process of its own, like everything that takes memory. */
import { openHub } from '../src/hub/index.ts';
import { measured } from './child.ts';
import { putAccounts } from './put-accounts.ts';
import { sentCells } from './sent-accounts.ts';

export interface FillHubInput {
  readonly hubDatabaseUrl: string;
  readonly rows: number;
}

const batchRows = 5_000;

measured(async ({ hubDatabaseUrl, rows }: FillHubInput): Promise<void> => {
  const hub = await openHub({ url: hubDatabaseUrl });
  for (let first = 0; first < rows; first += batchRows) {
    const count = Math.min(batchRows, rows - first);
    await putAccounts(
      hub,
      Array.from({ length: count }, (_, index) => sentCells(first + index)),
    );
  }
  await hub.close();
});
