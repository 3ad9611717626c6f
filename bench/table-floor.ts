/** The floor of a job that reads Dynamics 365, as floor.ts is that of one that reads Salesforce: the same pages, the same inserts. */
import { measured } from './child.ts';
import type { FloorOutput } from './floor.ts';
import { openFloorDatabase } from './floor-database.ts';
import { entitySet, primaryId, tableColumns } from './table-job.ts';
import { pagesOfTable } from './table-pages.ts';
import type { EnvironmentAddress } from './table-pages.ts';

export interface TableFloorInput {
  readonly environment: EnvironmentAddress;
  readonly databaseUrl: string;
}

/** A choice is worth what it is called. */
const formatted = '@OData.Community.Display.V1.FormattedValue';
const choices = new Set(['acme_type', 'acme_industry', 'acme_health', 'acme_modules']);

measured(async ({ environment, databaseUrl }: TableFloorInput): Promise<FloorOutput> => {
  const database = await openFloorDatabase(databaseUrl);
  const names = tableColumns.map((column) => (choices.has(column) ? column + formatted : column));
  const startedAt = performance.now();
  const query = { entitySet, properties: tableColumns, order: primaryId };
  for await (const page of pagesOfTable(environment, query)) {
    await database.upsert(JSON.stringify(page.map((row) => names.map((name) => row[name] ?? null))));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const rows = await database.count();
  await database.close();
  return { rows, seconds };
});
