import { parseQuery } from '@jetstreamapp/soql-parser-js';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import type { Filter } from '../../../src/domain/filter/syntax.ts';
import { openZone } from '../../../src/domain/zone.ts';
import { compileFilter } from '../../../src/connectors/salesforce/compile-filter.ts';
import { crmSchema } from '../../support/crm-schema.ts';
import { aFilter, joined } from '../../support/filters.ts';
import { userErrorOf } from '../../support/thrown.ts';

/** A Wednesday; in Berlin, where it is two hours later, already Thursday. */
const clock = { nowMs: Date.parse('2026-07-15T22:30:00Z'), zone: openZone('Europe/Berlin') };

function soqlOf(filter: Filter): string {
  const condition = compileFilter(filter, crmSchema, clock);
  return typeof condition === 'string' ? condition : condition.text;
}

function compiled(text: string): string {
  return soqlOf(checkFilter(aFilter(text), crmSchema));
}

function expectReadable(where: string): void {
  if (where === 'always' || where === 'never') return;
  // A parser that no one here wrote.
  expect(parseQuery(`SELECT Id FROM Account WHERE ${where}`).where).to.not.equal(undefined);
}

type Golden = readonly [filter: string, soql: string];

const groups: Readonly<Record<string, readonly Golden[]>> = {
  'text and numbers': [
    [`Name = 'Acme'`, `Name = 'Acme'`],
    [`name = "O'Neil \\\\ Sons"`, `Name = 'O\\'Neil \\\\ Sons'`],
    [`Name = 'two\nlines\tand a tab'`, `Name = 'two\\nlines\\tand a tab'`],
    [`Name = '100%_'`, `Name = '100%_'`],
    [`Name = '漢字 💥 “quoted”'`, `Name = '漢字 💥 “quoted”'`],
    [`Name < 'M'`, `Name < 'M'`],
    [`AnnualRevenue >= 1500.50`, `AnnualRevenue >= 1500.5`],
    [`AnnualRevenue = 123456789012345678.99`, `AnnualRevenue = 123456789012345678.99`],
    [`AnnualRevenue > 1.5e3`, `AnnualRevenue > 1500`],
    [`AnnualRevenue > -0.5`, `AnnualRevenue > -0.5`],
    [`NumberOfEmployees IN (1, 2, 2.0)`, `NumberOfEmployees IN (1, 2)`],
    [`Industry IN ('Banking','Energy')`, `Industry IN ('Banking', 'Energy')`],
    [`Website IN ('a', 'A')`, `Website = 'a'`],
    [`Stage__c = 'closed won'`, `Stage__c = '2'`],
    [`IsPartner = true`, `IsPartner = true`],
    [`Owner.Manager.Name = 'Ann'`, `Owner.Manager.Name = 'Ann'`],
  ],
  'records without a value': [
    [`Industry = null`, `Industry = null`],
    [`Industry = ''`, `Industry = null`],
    [`Industry != null`, `Industry != null`],
    [`Industry != 'Banking'`, `Industry != 'Banking' OR Industry = null`],
    [`Industry NOT IN ('Banking','Energy')`, `Industry NOT IN ('Banking', 'Energy') OR Industry = null`],
    [`Industry IN ('Banking', null)`, `Industry = 'Banking' OR Industry = null`],
    [`Industry NOT IN ('Banking', null)`, `Industry != 'Banking' AND Industry != null`],
    [`Industry IN (null)`, `Industry = null`],
    [`Id != '001A0000006Vm9r'`, `Id != '001A0000006Vm9rIAC'`],
    [`CreatedDate = null`, `never`],
    [`IsPartner = null`, `never`],
    [`IsPartner != null`, `always`],
    [`IsPartner != true`, `IsPartner = false`],
  ],
  'records without a parent': [
    [`Owner.Name != 'Ann'`, `Owner.Name != 'Ann' OR Owner.Name = null`],
    [`NOT Owner.Name = 'Ann'`, `Owner.Name != 'Ann' OR Owner.Name = null`],
    [`Owner.IsActive = true`, `Owner.IsActive = true`],
    [`Owner.IsActive = false`, `Owner.IsActive = false AND Owner.Id != null`],
    [`Owner.IsActive != true`, `Owner.IsActive = false OR Owner.Id = null`],
    [`Owner.IsActive = null`, `Owner.Id = null`],
    [`Owner.Id = null`, `Owner.Id = null`],
  ],
  NOT: [
    [`NOT Industry = 'Banking'`, `Industry != 'Banking' OR Industry = null`],
    [`NOT Industry != 'Banking'`, `Industry = 'Banking'`],
    [`NOT Industry NOT IN ('Banking','Energy')`, `Industry IN ('Banking', 'Energy')`],
    [`NOT AnnualRevenue > 5`, `AnnualRevenue <= 5 OR AnnualRevenue = null`],
    [`NOT AnnualRevenue <= 5`, `AnnualRevenue > 5 OR AnnualRevenue = null`],
    [`Name NOT LIKE 'A%'`, `(NOT Name LIKE 'A%') OR Name = null`],
    [`NOT NOT Name = 'A'`, `Name = 'A'`],
    [`NOT IsPartner = true`, `IsPartner = false`],
    [
      `NOT (Name = 'A' AND (AnnualRevenue > 5 OR Industry = null))`,
      `Name != 'A' OR Name = null OR ((AnnualRevenue <= 5 OR AnnualRevenue = null) AND Industry != null)`,
    ],
  ],
  patterns: [
    [`Name LIKE 'Ac%e_'`, `Name LIKE 'Ac%e_'`],
    [`Name LIKE '100\\%\\_'`, `Name LIKE '100\\%\\_'`],
    [`Name CONTAINS '50%_\\\\'`, `Name LIKE '%50\\%\\_\\\\%'`],
    [`Name STARTS WITH "O'N"`, `Name LIKE 'O\\'N%'`],
    [`Name ENDS WITH 'GmbH'`, `Name LIKE '%GmbH'`],
    [`Name LIKE '%'`, `Name != null`],
    [`NOT Name LIKE '%%'`, `Name = null`],
  ],
  lists: [
    [`Industry IN ()`, `never`],
    [`Industry NOT IN ()`, `always`],
    [`Industry IN () OR Name = 'A'`, `Name = 'A'`],
    [`Industry IN () AND Name = 'A'`, `never`],
    [`Modules__c INCLUDES ('Invoices;Portal', 'fc')`, `Modules__c INCLUDES ('inv;Portal', 'fc')`],
    [`Modules__c EXCLUDES ('inv')`, `Modules__c EXCLUDES ('inv') AND Modules__c != null`],
    [`NOT Modules__c INCLUDES ('inv')`, `Modules__c EXCLUDES ('inv') OR Modules__c = null`],
    [`NOT Modules__c EXCLUDES ('inv')`, `Modules__c INCLUDES ('inv') OR Modules__c = null`],
    [`Modules__c INCLUDES ()`, `never`],
    [`Modules__c = 'Portal;inv'`, `Modules__c = 'inv;Portal'`],
    [`Modules__c IN ('inv', 'Portal;fc')`, `Modules__c = 'inv' OR Modules__c = 'fc;Portal'`],
    [`Modules__c != 'inv'`, `Modules__c != 'inv' OR Modules__c = null`],
  ],
  ids: [
    [`OwnerId = '00530000003T9dd'`, `OwnerId = '00530000003T9ddAAC'`],
    [`OwnerId IN ('00530000003T9dd', '00530000003T9ddAAC')`, `OwnerId = '00530000003T9ddAAC'`],
    [`OwnerId = '00530000003t9ddaac'`, `OwnerId = '00530000003T9ddAAC'`],
    [`OwnerId = 'Ann'`, `never`],
    [`OwnerId != 'Ann'`, `always`],
  ],
  dates: [
    [`CloseDate = 2026-03-01`, `CloseDate = 2026-03-01`],
    [`CloseDate < 2026-03-01`, `CloseDate < 2026-03-01`],
    [`CloseDate = TODAY`, `CloseDate = 2026-07-16`],
    [`CloseDate = YESTERDAY`, `CloseDate = 2026-07-15`],
    [`CloseDate = THIS_WEEK`, `CloseDate >= 2026-07-13 AND CloseDate < 2026-07-20`],
    [`CloseDate != THIS_MONTH`, `CloseDate < 2026-07-01 OR CloseDate >= 2026-08-01 OR CloseDate = null`],
    [`NOT CloseDate = THIS_MONTH`, `CloseDate < 2026-07-01 OR CloseDate >= 2026-08-01 OR CloseDate = null`],
    [`CloseDate < LAST_QUARTER`, `CloseDate < 2026-04-01`],
    [`CloseDate <= LAST_QUARTER`, `CloseDate < 2026-07-01`],
    [`CloseDate > LAST_QUARTER`, `CloseDate >= 2026-07-01`],
    [`CloseDate >= LAST_QUARTER`, `CloseDate >= 2026-04-01`],
    [`CloseDate = LAST_N_DAYS:3`, `CloseDate >= 2026-07-13 AND CloseDate < 2026-07-17`],
    [`CloseDate = NEXT_N_DAYS:3`, `CloseDate >= 2026-07-17 AND CloseDate < 2026-07-20`],
    [`CloseDate IN (TODAY, 2026-01-01)`, `CloseDate = 2026-07-16 OR CloseDate = 2026-01-01`],
    [
      `CreatedDate = 2026-03-29`,
      `CreatedDate >= 2026-03-28T23:00:00Z AND CreatedDate < 2026-03-29T22:00:00Z`,
    ],
    [`CreatedDate >= 2026-03-29`, `CreatedDate >= 2026-03-28T23:00:00Z`],
    [`CreatedDate > 2026-03-29`, `CreatedDate >= 2026-03-29T22:00:00Z`],
    [`CreatedDate = 2026-03-01T09:30:00+01:00`, `CreatedDate = 2026-03-01T08:30:00Z`],
    [`CreatedDate > 2026-03-01T09:30:00.25Z`, `CreatedDate > 2026-03-01T09:30:00.250Z`],
    [`CreatedDate = TODAY`, `CreatedDate >= 2026-07-15T22:00:00Z AND CreatedDate < 2026-07-16T22:00:00Z`],
    [`CreatedDate > LAST_N_MONTHS:2`, `CreatedDate >= 2026-06-30T22:00:00Z`],
  ],
  'joined conditions': [
    [`Name = 'A' AND Industry = 'Banking'`, `Name = 'A' AND Industry = 'Banking'`],
    [
      `Name = 'A' AND (Industry = 'Banking' OR Industry = 'Energy')`,
      `Name = 'A' AND (Industry = 'Banking' OR Industry = 'Energy')`,
    ],
    [
      `Name = 'A' AND Industry = 'Banking' OR Name = 'B'`,
      `(Name = 'A' AND Industry = 'Banking') OR Name = 'B'`,
    ],
    [`Name = 'A' AND Industry != 'Banking'`, `Name = 'A' AND (Industry != 'Banking' OR Industry = null)`],
  ],
};

describe('a filter as SOQL', () => {
  for (const [title, goldens] of Object.entries(groups)) {
    describe(title, () => {
      for (const [filter, soql] of goldens) {
        it(`${filter} → ${soql}`, () => {
          expect(compiled(filter)).to.equal(soql);
          expectReadable(soql);
        });
      }
    });
  }

  it('is text that a SOQL parser reads, however conditions are joined', () => {
    const conditions = Object.values(groups)
      .flat()
      .map(([filter]) => checkFilter(aFilter(filter), crmSchema));
    fc.assert(
      fc.property(joined(fc.constantFrom(...conditions)), (filter) => expectReadable(soqlOf(filter))),
      { numRuns: 300 },
    );
  });

  it('begins a day where the clock goes on, where daylight saving skips its midnight', () => {
    const beirut = { ...clock, zone: openZone('Asia/Beirut') };
    const filter = checkFilter(aFilter('CreatedDate >= 2026-03-29'), crmSchema);
    const condition = compileFilter(filter, crmSchema, beirut);
    expect(condition).to.have.property('text', 'CreatedDate >= 2026-03-28T22:00:00Z');
  });

  it('refuses a text that is longer than Salesforce takes', () => {
    const error = userErrorOf(() => compiled(`Name CONTAINS '${'x'.repeat(4_000)}'`));
    expect(error.code).to.equal('filter_too_long');
  });
});
