/** The accounts that records belong to, by foreign key. */
import type { HubObjectName } from '../../domain/hub-object.ts';
import type { HubDatabase } from '../dialect.ts';
import type { SendScope } from '../selection.ts';
import { recordsTable } from '../tables.ts';
import { linksOf } from './crm-links.ts';
import type { CrmLinks } from './crm-links.ts';

/** What names a record's parent: its account's key, and of an account that of the one above it. */
export function parentAttribute(object: HubObjectName): string {
  return object === 'accounts' ? 'parent_account_id' : 'account_id';
}

/**
 * The CRM records that accounts stand for, by the foreign keys that name them; without those of which nothing is
 * known, and those that several accounts share, whose keys differ in letter case alone.
 */
export async function parentCrmIds(
  database: HubDatabase,
  scope: SendScope,
  foreignKeys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  if (foreignKeys.size === 0) return new Map();
  await makeIndex(database);
  const links = await linksOf(database, scope);
  const { unpackTexts, eachText } = database.dialect;
  const wanted = JSON.stringify([...foreignKeys].flatMap(spellings));
  const rows = await database.read<AccountRow>(
    `SELECT t.account_id, ${links.columns}
       FROM ${unpackTexts('$1')} CROSS JOIN ${recordsTable('accounts')} t
      WHERE lower(t.account_id) = ${eachText} AND t.deleted_at IS NULL`,
    [wanted],
  );
  return uniqueIds(rows, links, foreignKeys);
}

interface AccountRow {
  readonly account_id: string;
  readonly matches: unknown;
  readonly sends: unknown;
}

function uniqueIds(
  rows: readonly AccountRow[],
  links: CrmLinks,
  foreignKeys: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const idsByKey = new Map<string, Set<string>>();
  for (const row of rows) {
    const key = row.account_id.toLowerCase();
    const crmId = links.read(row).crmId;
    if (crmId !== null && foreignKeys.has(key))
      idsByKey.set(key, (idsByKey.get(key) ?? new Set()).add(crmId));
  }
  const found = new Map<string, string>();
  for (const [key, ids] of idsByKey) {
    const [only] = ids;
    if (ids.size === 1 && only !== undefined) found.set(key, only);
  }
  return found;
}

/** Letters beyond ASCII of which every spelling is looked for; keys with more are found as all small or all capital. */
const maxSpelledLetters = 5;

/** As the index has it, only letters of ASCII are small: any other one may be a capital. */
function spellings(foreignKey: string): readonly string[] {
  const characters = Array.from(foreignKey);
  const places = characters.flatMap((character, at) => (hasCapital(character) ? [at] : []));
  if (places.length === 0) return [foreignKey];
  if (places.length > maxSpelledLetters) return [foreignKey, characters.map(capital).join('')];
  return places
    .reduce<string[][]>(
      (spelled, at) => spelled.flatMap((each) => [each, each.with(at, capital(each[at] ?? ''))]),
      [characters],
    )
    .map((each) => each.join(''));
}

function hasCapital(character: string): boolean {
  return capital(character) !== character;
}

function capital(character: string): string {
  const upper = character.toUpperCase();
  return character > '\u007f' && upper.toLowerCase() === character ? upper : character;
}

const indexName = 'accounts_by_foreign_key';

/** Only hubs that need it pay for it: it is made with the first page that looks parents up. */
async function makeIndex(database: HubDatabase): Promise<void> {
  const [index] = await database.read(database.dialect.findIndex, [indexName]);
  if (index !== undefined) return;
  await database.transact('accounts', (sql) =>
    sql.run(`CREATE INDEX IF NOT EXISTS ${indexName} ON ${recordsTable('accounts')} (lower(account_id))`),
  );
}
