import { expect } from 'chai';
import * as fc from 'fast-check';
import { UserError } from '../../../src/domain/errors.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { printFilter } from '../../../src/domain/filter/print.ts';
import { crmSchema } from '../../support/crm-schema.ts';
import { aFilter, anyFilter } from '../../support/filters.ts';
import { userErrorOf } from '../../support/thrown.ts';

const check = (text: string) => checkFilter(aFilter(text), crmSchema);

describe('checking a filter', () => {
  describe('accepts, in the CRM’s own words', () => {
    const cases: readonly [written: string, checked: string][] = [
      ["name = 'x'", "Name = 'x'"],
      ["owner.manager.NAME = 'x'", "Owner.Manager.Name = 'x'"],
      ["name = ''", 'Name = null'],
      ["name != ''", 'Name != null'],
      ["name IN ('a', '')", "Name IN ('a', null)"],
      ["name > 'm'", "Name > 'm'"],
      ["BillingStreet LIKE '%x%'", "BillingStreet LIKE '%x%'"],
      ["industry = 'BANKING'", "Industry = 'Banking'"],
      ["industry = 'Fishing'", "Industry = 'Fishing'"],
      ["industry LIKE 'bank%'", "Industry LIKE 'bank%'"],
      ["stage__c = 'closed won'", "Stage__c = '2'"],
      ["stage__c = ' 2 '", "Stage__c = '2'"],
      ['stage__c = 2', "Stage__c = '2'"],
      ["stage__c NOT IN ('Open', 'Closed Won', null)", "Stage__c NOT IN ('1', '2', null)"],
      ["modules__c INCLUDES ('invoices; PORTAL', 'fc')", "Modules__c INCLUDES ('inv;Portal', 'fc')"],
      ["modules__c = 'Forecasts;inv;'", "Modules__c = 'fc;inv'"],
      ["modules__c EXCLUDES ('portal')", "Modules__c EXCLUDES ('Portal')"],
      ['annualrevenue >= 12345678901234567890.5', 'AnnualRevenue >= 12345678901234567890.5'],
      ['NumberOfEmployees IN (10, 20.0)', 'NumberOfEmployees IN (10, 20.0)'],
      ['isPartner = TRUE', 'IsPartner = true'],
      ["mail__c = 'do not allow'", 'Mail__c = false'],
      ['mail__c = 1', 'Mail__c = true'],
      ['closeDate < 2026-03-01', 'CloseDate < 2026-03-01'],
      ['closeDate = LAST_N_MONTHS:3', 'CloseDate = LAST_N_MONTHS:3'],
      ['createdDate >= 2026-03-01', 'CreatedDate >= 2026-03-01'],
      ['createdDate IN (TODAY, 2026-03-01T10:00:00Z)', 'CreatedDate IN (TODAY, 2026-03-01T10:00:00Z)'],
      ["Id = '001D000000IRFma'", "Id = '001D000000IRFmaIAH'"],
      ["Id = '001d000000irfmaiah'", "Id = '001D000000IRFmaIAH'"],
      ["OwnerId IN ('005D0000001AamrIAC')", "OwnerId IN ('005D0000001AamrIAC')"],
      ["Id = '6e1c38a9-4c4e-4b8a-9a7e-0a3a2c1d5f10'", "Id = '6e1c38a9-4c4e-4b8a-9a7e-0a3a2c1d5f10'"],
      ['opens__c != null', 'Opens__c != null'],
      [
        "NOT (Name = 'a' OR (IsPartner = false AND CSAT__c > 1))",
        "NOT (Name = 'a' OR (IsPartner = false AND CSAT__c > 1))",
      ],
    ];
    for (const [written, checked] of cases) {
      it(written, () => {
        expect(printFilter(check(written))).to.equal(checked);
      });
    }
  });

  describe('refuses', () => {
    const cases: readonly [written: string, position: number, code: string, message: RegExp][] = [
      [
        "Indstry = 'x'",
        0,
        'unknown_field',
        /Account has no field or parent "Indstry"\. Did you mean Industry\?/,
      ],
      ['a = 1', 0, 'unknown_field', /no field or parent "a"\.$/],
      ["Name = 'x' AND account_name = 'y'", 15, 'unknown_field', /Did you mean Name \(Account Name\)/],
      ['employees = 5', 0, 'unknown_field', /NumberOfEmployees \(Employees\)/],
      ["Owner = 'x'", 0, 'unknown_field', /Did you mean OwnerId/],
      [
        "OwnerId.Name = 'x'",
        0,
        'unknown_field',
        /"OwnerId\.Name" leads nowhere: .*"OwnerId".*Did you mean Owner\?/,
      ],
      ["Owner.Nmae = 'x'", 0, 'unknown_field', /User has no field or parent "Nmae"\. Did you mean Name\?/],
      [
        "Parent.Parent.Parent.Parent.Parent.Parent.Name = 'x'",
        0,
        'unknown_field',
        /over 6 relationships; at most 5/,
      ],
      [
        "BillingAddress = 'x'",
        0,
        'field_not_filterable',
        /Use one of its parts: BillingCity or BillingStreet/,
      ],
      ['Photo != null', 0, 'field_not_filterable', /holds a file/],
      ["Description LIKE '%x%'", 0, 'field_not_filterable', /Long text cannot be searched/],
      ["Secret__c = 'x'", 0, 'field_not_filterable', /does not filter by Secret__c/],
      [
        "Stage__c = 'Closed Wno'",
        11,
        'unknown_value',
        /has no value "Closed Wno"\. Did you mean '2' \(Closed Won\)/,
      ],
      ["Stage__c IN ('Open', 'Zzz')", 21, 'unknown_value', /Its values are '1', '2', '3' or '4'/],
      ["Stage__c = 'Lost'", 11, 'ambiguous_value', /Write '3' or '4'/],
      ['Stage__c = true', 11, 'wrong_value', /picklist: write one of its values in quotes/],
      ['Industry = 5', 11, 'wrong_value', /picklist: write one of its values/],
      ["Modules__c INCLUDES ('inv;Chatt')", 21, 'unknown_value', /has no value "Chatt"/],
      ["Modules__c INCLUDES (';')", 21, 'wrong_value', /name at least one/],
      [
        "Modules__c LIKE '%inv%'",
        0,
        'wrong_operator',
        /multi-select picklist.*Use =, !=, IN, NOT IN, INCLUDES or EXCLUDES/,
      ],
      ["Industry INCLUDES ('x')", 0, 'wrong_operator', /is a picklist and cannot be compared by INCLUDES/],
      ["Industry > 'a'", 0, 'wrong_operator', /is a picklist and cannot be compared by >/],
      ["AnnualRevenue = '5'", 16, 'wrong_value', /write 5 without quotes/],
      ["AnnualRevenue = 'much'", 16, 'wrong_value', /write a number/],
      ['AnnualRevenue = TODAY', 16, 'wrong_value', /write a number/],
      ["AnnualRevenue LIKE '5%'", 0, 'wrong_operator', /number field and cannot be compared by LIKE/],
      ['NumberOfEmployees > 1.5', 20, 'wrong_value', /whole numbers only/],
      ["IsPartner = 'true'", 12, 'wrong_value', /write true or false, without quotes/],
      ['IsPartner > true', 0, 'wrong_operator', /yes\/no field/],
      ['IsPartner = 1', 12, 'wrong_value', /write true or false/],
      ['Name = 01234', 7, 'wrong_value', /put 01234 in quotes: '01234'/],
      ['Name = 2026-01-01', 7, 'wrong_value', /put 2026-01-01 in quotes/],
      ['Name = TODAY', 7, 'wrong_value', /put TODAY in quotes/],
      ['Name = LAST_N_DAYS:3', 7, 'wrong_value', /LAST_N_DAYS:3 in quotes/],
      ["CloseDate = '2026-01-01'", 12, 'wrong_value', /write 2026-01-01 without quotes/],
      ["CreatedDate = 'TODAY'", 14, 'wrong_value', /write TODAY without quotes/],
      ["CreatedDate = 'soon, I hope'", 14, 'wrong_value', /write a date such as/],
      ['CloseDate > 2026-01-01T00:00:00Z', 12, 'wrong_value', /no time of day; write 2026-01-01/],
      ['CloseDate = 2026', 12, 'wrong_value', /write a date such as/],
      ["Id > '001D000000IRFma'", 0, 'wrong_operator', /an id field and cannot be compared by >/],
      ['Id = 5', 5, 'wrong_value', /write the id in quotes/],
      ["Opens__c = '10:00'", 0, 'wrong_operator', /compared by =. Use = null or != null/],
      ["Opens__c IN ('10:00')", 0, 'wrong_operator', /Use = null or != null/],
      ['AnnualRevenue < null', 16, 'wrong_value', /< needs a value.*AnnualRevenue = null/],
      ["Name CONTAINS ''", 14, 'wrong_value', /CONTAINS needs a value/],
      ["Modules__c INCLUDES ('')", 21, 'wrong_value', /INCLUDES needs values/],
    ];
    for (const [written, position, code, message] of cases) {
      it(written, () => {
        const error = userErrorOf(() => check(written));
        expect(error.message).to.match(message);
        expect(error).to.include({ position, code });
        expect(error.message).to.contain(`At character ${position + 1} of the filter: `);
      });
    }
  });

  it('leaves a checked filter as it is', () => {
    const checked = check(
      "stage__c IN ('open') AND modules__c INCLUDES ('Invoices') AND Id = '001D000000IRFma'",
    );
    expect(checkFilter(checked, crmSchema)).to.deep.equal(checked);
  });

  it('throws nothing but a UserError, whatever the filter', () => {
    const paths = [
      'Name',
      'Stage__c',
      'Modules__c',
      'AnnualRevenue',
      'CloseDate',
      'Id',
      'Mail__c',
      'Owner.Id',
    ];
    fc.assert(
      fc.property(anyFilter, fc.constantFrom(...paths), (filter, path) => {
        const text = printFilter(filter);
        const known = aFilter(text.replace(/^[\w.]+(?= (=|IN|LIKE))/, path));
        try {
          checkFilter(known, crmSchema);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
