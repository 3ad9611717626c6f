import { expect } from 'chai';
import { checkFilter } from '../../src/domain/filter/check.ts';
import { hubObjects } from '../../src/domain/hub-object.ts';
import { hubSchema } from '../../src/domain/hub-schema.ts';
import { openZone } from '../../src/domain/zone.ts';
import { postgresSelect } from '../../src/hub/postgres/select.ts';
import { createBinds } from '../../src/hub/select/binds.ts';
import { compileFilter } from '../../src/hub/select/compile-filter.ts';
import { isExact } from '../../src/hub/select/truth.ts';
import { sqliteSelect } from '../../src/hub/sqlite/select.ts';
import { aFilter } from '../support/filters.ts';

const users = hubObjects.users;
const schema = hubSchema(users, [
  ...users.attributes,
  { name: 'age', label: 'Age', type: 'number', isKey: false, isStandard: false },
  { name: 'tags', label: 'Tags', type: 'list', isKey: false, isStandard: false },
  { name: 'active', label: 'Active', type: 'boolean', isKey: false, isStandard: false },
]);

/** What a filter becomes on each database: the SQL of what it may take, and what that binds. */
interface Golden {
  readonly filter: string;
  readonly sqlite: string;
  readonly postgres: string;
  readonly bind: readonly unknown[];
  /** Where the two bind different things. */
  readonly postgresBind?: readonly unknown[];
  /** On which of them `matches` has the last word. */
  readonly open?: readonly ('sqlite' | 'postgres')[];
}

const goldens: readonly Golden[] = [
  {
    filter: `name = 'Ada'`,
    sqlite: `(lower((t.attributes ->> '$."name"')) = $1) IS TRUE`,
    postgres: `(lower(((t.attributes ->> 'name') COLLATE "C")) = $1) IS TRUE`,
    bind: ['ada'],
  },
  {
    filter: `name != 'Ada'`,
    sqlite: `NOT ((lower((t.attributes ->> '$."name"')) = $1) IS TRUE)`,
    postgres: `NOT ((lower(((t.attributes ->> 'name') COLLATE "C")) = $1) IS TRUE)`,
    bind: ['ada'],
  },
  {
    filter: `name = 'ça'`,
    sqlite: `(lower(replace((t.attributes ->> '$."name"'), $1, $2)) = $3) IS TRUE`,
    postgres: `(lower(translate(((t.attributes ->> 'name') COLLATE "C"), $1, $2)) = $3) IS TRUE`,
    bind: ['Ç', 'ç', 'ça'],
  },
  {
    filter: `name IN ('Ada', 'Bob', null)`,
    sqlite:
      `(COALESCE((t.attributes ->> '$."name"'), '') = '') OR ` +
      `((lower((t.attributes ->> '$."name"')) IN (SELECT each.value FROM json_each($1) AS each)) IS TRUE)`,
    postgres:
      `(COALESCE(((t.attributes ->> 'name') COLLATE "C"), '') = '') OR ` +
      `((lower(((t.attributes ->> 'name') COLLATE "C")) IN ` +
      `(SELECT each.value FROM jsonb_array_elements_text(($1)::jsonb) AS each (value))) IS TRUE)`,
    bind: ['["ada","bob"]'],
  },
  {
    filter: `name LIKE 'a_%[x]%*'`,
    sqlite: `(lower(replace((t.attributes ->> '$."name"'), $1, $2)) GLOB $3) IS TRUE`,
    postgres: `(lower(replace(((t.attributes ->> 'name') COLLATE "C"), $1, $2)) LIKE $3) IS TRUE`,
    bind: ['İ', 'i\u0307', 'a?*[[]x]*[*]'],
    postgresBind: ['İ', 'i\u0307', 'a_%[x]%*'],
  },
  {
    filter: `email ENDS WITH '.COM'`,
    sqlite: `(substr(lower((t.attributes ->> '$."email"')), -4) = $1) IS TRUE`,
    postgres: `(right(lower(((t.attributes ->> 'email') COLLATE "C")), 4) = $1) IS TRUE`,
    bind: ['.com'],
  },
  {
    filter: `name > 'm'`,
    sqlite:
      `((t.attributes ->> '$."name"') <> '' AND (lower((t.attributes ->> '$."name"')) > $1 ` +
      `OR NOT octet_length((t.attributes ->> '$."name"')) = length((t.attributes ->> '$."name"')))) IS TRUE`,
    postgres:
      `(((t.attributes ->> 'name') COLLATE "C") <> '' AND (lower(((t.attributes ->> 'name') COLLATE "C")) > $1 ` +
      `OR NOT octet_length(((t.attributes ->> 'name') COLLATE "C")) = length(((t.attributes ->> 'name') COLLATE "C")))) IS TRUE`,
    bind: ['m'],
    open: ['sqlite', 'postgres'],
  },
  {
    filter: `user_id = 'U1' AND account_id = '001D000000IRFma'`,
    sqlite: `((lower(t.user_id) = $1) IS TRUE) AND ((t.account_id = $2) IS TRUE)`,
    postgres: `((lower(t.user_id) = $1) IS TRUE) AND ((t.account_id = $2) IS TRUE)`,
    bind: ['u1', '001d000000irfmaiah'],
  },
  {
    filter: `age = 12.50`,
    sqlite: `((t.attributes -> '$."age"') IN (SELECT each.value FROM json_each($1) AS each)) IS TRUE`,
    postgres:
      `((t.attributes ->> 'age')::numeric IN ` +
      `(SELECT each.value::numeric FROM jsonb_array_elements_text(($1)::jsonb) AS each (value))) IS TRUE`,
    bind: ['["12.5"]'],
  },
  {
    filter: `age < 0`,
    sqlite:
      `(CAST((t.attributes ->> '$."age"') AS REAL) <= $1) IS TRUE AND NOT ` +
      `((t.attributes -> '$."age"') IN (SELECT each.value FROM json_each($2) AS each)) IS TRUE`,
    postgres: `((t.attributes ->> 'age')::numeric < $1::numeric) IS TRUE`,
    bind: [0, '["0"]'],
    postgresBind: ['0'],
    open: ['sqlite'],
  },
  {
    filter: `active = true`,
    sqlite: `((t.attributes -> '$."active"') = 'true') IS TRUE`,
    postgres: `(t.attributes ->> 'active' = 'true') IS TRUE`,
    bind: [],
  },
  {
    filter: `create_date >= 2026-03-29`,
    sqlite:
      `(CASE length((t.attributes ->> '$."create_date"')) WHEN 10 THEN (t.attributes ->> '$."create_date"') >= $1 ` +
      `ELSE (t.attributes ->> '$."create_date"') >= $2 END) IS TRUE`,
    postgres:
      `(CASE length(((t.attributes ->> 'create_date') COLLATE "C")) WHEN 10 THEN ((t.attributes ->> 'create_date') COLLATE "C") >= $1 ` +
      `ELSE ((t.attributes ->> 'create_date') COLLATE "C") >= $2 END) IS TRUE`,
    bind: ['2026-03-29', '2026-03-28T23:00:00.000Z'],
  },
  {
    filter: `create_date IN (2026-03-29, TODAY, 2026-03-30)`,
    sqlite:
      `(CASE length((t.attributes ->> '$."create_date"')) WHEN 10 THEN (t.attributes ->> '$."create_date"') >= $1 ` +
      `AND (t.attributes ->> '$."create_date"') < $2 ELSE (t.attributes ->> '$."create_date"') >= $3 ` +
      `AND (t.attributes ->> '$."create_date"') < $4 END) IS TRUE`,
    postgres:
      `(CASE length(((t.attributes ->> 'create_date') COLLATE "C")) WHEN 10 THEN ((t.attributes ->> 'create_date') COLLATE "C") >= $1 ` +
      `AND ((t.attributes ->> 'create_date') COLLATE "C") < $2 ELSE ((t.attributes ->> 'create_date') COLLATE "C") >= $3 ` +
      `AND ((t.attributes ->> 'create_date') COLLATE "C") < $4 END) IS TRUE`,
    bind: ['2026-03-29', '2026-03-31', '2026-03-28T23:00:00.000Z', '2026-03-30T22:00:00.000Z'],
  },
  {
    filter: `name IN () OR NOT name NOT IN ()`,
    sqlite: 'FALSE',
    postgres: 'FALSE',
    bind: [],
  },
];

const now = Date.parse('2026-03-29T00:30:00Z');

describe('a filter as SQL', () => {
  for (const golden of goldens) {
    it(golden.filter, () => {
      for (const [name, dialect] of [
        ['sqlite', sqliteSelect],
        ['postgres', postgresSelect],
      ] as const) {
        const binds = createBinds();
        const filter = checkFilter(aFilter(golden.filter), schema);
        const clock = { nowMs: now, zone: openZone('Europe/Berlin') };
        const truth = compileFilter(filter, { schema, clock, dialect, binds, keys: users.keys });
        const bind = name === 'postgres' ? (golden.postgresBind ?? golden.bind) : golden.bind;
        expect(binds.statement(truth.possible), name).to.deep.equal({ sql: golden[name], bind });
        expect(isExact(truth), `${name} is exact`).to.equal(!(golden.open ?? []).includes(name));
      }
    });
  }
});
