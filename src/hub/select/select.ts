import type { HubDatabase } from '../dialect.ts';
import type { HubSelection, PageRequest, SelectedPage } from '../selection.ts';
import { readRecords } from './read-records.ts';

/** The records that a filter takes, page by page. */
export async function select(
  database: HubDatabase,
  selection: HubSelection,
  page: PageRequest,
): Promise<SelectedPage> {
  const { records, next } = await readRecords(database, selection, page, {});
  return {
    records: records.map(({ recordId, keys, cell }) => ({
      recordId,
      keys,
      cells: page.attributes.map((name) => cell(name)),
    })),
    next,
  };
}
