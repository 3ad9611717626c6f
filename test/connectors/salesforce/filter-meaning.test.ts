import { expect } from 'chai';
import * as fc from 'fast-check';
import type { CrmClient, SourceRow } from '../../../src/connectors/connector.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { compileMatches } from '../../../src/domain/filter/matches.ts';
import { printFilter } from '../../../src/domain/filter/print.ts';
import type { Filter } from '../../../src/domain/filter/syntax.ts';
import type { SourceSchema } from '../../../src/domain/source-schema.ts';
import { openZone } from '../../../src/domain/zone.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import type { GivenRecord, SalesforceSandbox } from '../../../src/sandbox/salesforce/index.ts';
import { aFilter, joined } from '../../support/filters.ts';
import { sandboxClient } from './sandbox-client.ts';

/** A Sunday evening in UTC and Monday already in Berlin, where the user is; and Salesforce's own week begins on Sunday. */
const nowMs = Date.parse('2026-03-29T22:30:00Z');
const timeZone = 'Europe/Berlin';

const texts = [
  'Acme',
  'acme',
  'ACME Ltd',
  "O'Neil",
  '100%',
  '100_',
  'a\\b',
  'two\nlines',
  'Straße',
  'ΣΑΣ',
  '💥',
  'zeta',
  null,
];
const picklists = ['Banking', 'Energy', 'Retail', null];
const lists = ['Core', 'Core;Billing', 'Analytics;Core;Support', 'Mobile', null];
const numbers = ['0', '-1.5', '12.50', '1500', '123456789012345678.99', null];
const days = [
  '2026-03-22',
  '2026-03-23',
  '2026-03-29',
  '2026-03-30',
  '2026-03-31',
  '2025-12-31',
  '2026-01-01',
  null,
];
const moments = [
  '2026-03-29T00:59:59Z',
  '2026-03-29T21:59:59Z',
  '2026-03-29T22:00:00Z',
  '2026-03-30T21:59:59Z',
  '2026-03-28T23:00:00Z',
  '2025-12-31T23:00:00Z',
  '2026-03-22T22:59:59Z',
  '2026-03-23T10:00:00Z',
  '2026-03-31T10:00:00Z',
  '2025-12-31T22:59:59Z',
  null,
];

/** Every value stands somewhere, beside ever other ones. */
function account(index: number, parents: readonly string[]): GivenRecord {
  const pick = <T>(values: readonly T[], step: number): T | null =>
    values[(index * step) % values.length] ?? null;
  return {
    Name: `${pick(texts, 1) ?? 'none'} ${index % 3}`,
    Site: pick(texts, 1),
    Industry: pick(picklists, 3),
    Modules__c: pick(lists, 2),
    ContractValue__c: pick(numbers, 5),
    NumberOfEmployees: index % 4 === 0 ? null : index,
    RenewalDate__c: pick(days, 3),
    LastReview__c: pick(moments, 5),
    Strategic__c: index % 2 === 0,
    ParentId: index % 3 === 0 ? (parents[index % parents.length] ?? null) : null,
  };
}

const conditions = [
  `= 'acme'`,
  `!= 'ACME'`,
  `< 'b'`,
  `>= 'o'`,
  `= null`,
  `!= null`,
  `LIKE '%a%'`,
  `LIKE '100\\_'`,
  `LIKE '%'`,
  `IN ('acme', "O'Neil", 'two\\nlines')`,
  `NOT IN ('100%', '💥')`,
  `IN ('zeta', null)`,
  `NOT IN ('zeta', null)`,
  `CONTAINS '\\\\'`,
  `CONTAINS '0%'`,
  `STARTS WITH 'stra'`,
  `ENDS WITH 'E'`,
  `NOT LIKE 'a%'`,
  `IN ()`,
  `NOT IN ()`,
]
  .map((test) => `Site ${test}`)
  .concat([
    `Industry = 'banking'`,
    `Industry != 'Energy'`,
    `Industry NOT IN ('Energy', 'Retail')`,
    `Industry LIKE 'b%'`,
    `Modules__c INCLUDES ('Core')`,
    `Modules__c INCLUDES ('Billing;Core', 'Mobile')`,
    `Modules__c EXCLUDES ('Core')`,
    `Modules__c = 'Billing;Core'`,
    `Modules__c != 'Core'`,
    `Modules__c IN ('Mobile', 'Support;Core;Analytics')`,
    `Modules__c NOT IN ('Mobile')`,
    `Modules__c = null`,
    `ContractValue__c = 12.5`,
    `ContractValue__c > 1.5e3`,
    `ContractValue__c <= -1.5`,
    `ContractValue__c != 0`,
    `ContractValue__c = 123456789012345678.99`,
    `ContractValue__c IN (0, 1500.0)`,
    `NumberOfEmployees NOT IN (1, 2, 3)`,
    `Strategic__c = true`,
    `Strategic__c != true`,
    `Strategic__c = null`,
    `Parent.Name != 'a parent'`,
    `Parent.Name = 'A PARENT'`,
    `Parent.Name = null`,
    `Parent.Strategic__c = false`,
    `Parent.Strategic__c != true`,
    `Parent.Strategic__c = null`,
    `Parent.ContractValue__c < 100`,
    `ParentId = null`,
    `ParentId = 'nobody'`,
    `ParentId != 'nobody'`,
  ])
  .concat(
    ['RenewalDate__c', 'LastReview__c'].flatMap((field) =>
      [
        `= TODAY`,
        `= YESTERDAY`,
        `= THIS_WEEK`,
        `= LAST_WEEK`,
        `< THIS_WEEK`,
        `> LAST_WEEK`,
        `!= THIS_WEEK`,
        `= LAST_N_DAYS:1`,
        `= NEXT_N_DAYS:1`,
        `>= LAST_N_DAYS:7`,
        `<= LAST_YEAR`,
        `= LAST_N_WEEKS:1`,
        `= 2026-03-29`,
        `> 2026-03-29`,
        `<= 2026-03-29`,
        `!= 2026-03-30`,
        `IN (2026-03-22, TODAY)`,
        `= null`,
        `NOT IN (TODAY, THIS_YEAR)`,
        `= THIS_QUARTER`,
        `= N_DAYS_AGO:7`,
      ].map((test) => `${field} ${test}`),
    ),
  )
  .concat([
    `LastReview__c = 2026-03-29T22:00:00Z`,
    `LastReview__c >= 2026-03-30T00:00:00+02:00`,
    `LastReview__c NOT IN (2026-03-29T22:00:00Z)`,
  ]);

describe('a filter takes the same records in Salesforce as in memory', () => {
  let sandbox: SalesforceSandbox;
  let client: CrmClient;
  let schema: SourceSchema;
  let columns: readonly string[];
  let rows: readonly SourceRow[];

  const paths = ['Parent.Name', 'Parent.Strategic__c', 'Parent.ContractValue__c'];
  const fields = [
    'Id',
    'Name',
    'Site',
    'Industry',
    'Modules__c',
    'ContractValue__c',
    'NumberOfEmployees',
    'RenewalDate__c',
    'LastReview__c',
    'Strategic__c',
    'ParentId',
    ...paths,
  ];

  before(async () => {
    sandbox = await startSalesforceSandbox({ now: () => nowMs, timeZone, firstDayOfWeek: 7 });
    const parents = sandbox.org.insert('Account', [
      { Name: 'A parent', Strategic__c: true, ContractValue__c: '99' },
      { Name: 'Another parent' },
    ]);
    sandbox.org.insert(
      'Account',
      Array.from({ length: 156 }, (_, index) => account(index, parents)),
    );
    client = sandboxClient(sandbox);
    schema = await client.loadSchema('Account', fields);
    ({ columns, rows } = await read(null, fields));
  });
  after(async () => {
    await sandbox.close();
  });

  async function read(
    filter: Filter | null,
    fields: readonly string[] = ['Id'],
  ): Promise<{ columns: readonly string[]; rows: SourceRow[] }> {
    const { signal } = new AbortController();
    const query = { schema, fields, filter };
    const opened = await client.openRead({ query, window: null, resumeFrom: null, signal });
    const found: SourceRow[] = [];
    for await (const batch of opened.batches) found.push(...batch.rows);
    return { columns: opened.columns, rows: found };
  }

  async function expectSame(written: Filter): Promise<number> {
    const filter = checkFilter(written, schema);
    const matches = compileMatches(filter, { schema, columns, nowMs, zone: openZone(timeZone) });
    const wanted = rows.filter(matches).map(([id]) => id);
    const found = await read(filter);
    expect(
      found.rows.map(([id]) => id),
      printFilter(written),
    ).to.have.members(wanted);
    return wanted.length;
  }

  it('for every kind of condition, alone and under NOT', async () => {
    const emptyHanded: string[] = [];
    for (const condition of conditions) {
      const filter = aFilter(condition);
      const taken = await expectSame(filter);
      const left = await expectSame({ kind: 'not', operand: filter });
      expect(taken + left, condition).to.equal(rows.length);
      if (taken === 0) emptyHanded.push(condition);
    }
    // Conditions that no record meets show nothing: these are meant to.
    expect(emptyHanded).to.have.members(['Site IN ()', 'Strategic__c = null', "ParentId = 'nobody'"]);
  });

  it('however conditions are joined', async () => {
    await fc.assert(
      fc.asyncProperty(joined(fc.constantFrom(...conditions.map(aFilter))), async (filter) => {
        await expectSame(filter);
      }),
      { numRuns: 60 },
    );
  });
});
