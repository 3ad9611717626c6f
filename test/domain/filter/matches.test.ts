import { expect } from 'chai';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { compileMatches } from '../../../src/domain/filter/matches.ts';
import { openZone } from '../../../src/domain/zone.ts';
import { crmSchema } from '../../support/crm-schema.ts';
import { aFilter } from '../../support/filters.ts';
import { takes } from '../../support/matching.ts';

type Value = string | null;

/** Which of the values a condition on one field takes. */
function taken(field: string, condition: string, values: readonly Value[]): Value[] {
  return values.filter((value) => takes(`${field} ${condition}`, { [field]: value }));
}

/** Of no value, `a` and `b`. */
const not = (text: string): Value[] => [null, 'a', 'b'].filter((Name) => takes(`NOT (${text})`, { Name }));

describe('what a filter takes', () => {
  describe('of text', () => {
    const names: readonly Value[] = ['Acme', 'ACME', 'acme ', 'Acme Ltd', 'Zeta', '', null];
    const cases: readonly [condition: string, expected: readonly Value[]][] = [
      ["= 'acme'", ['Acme', 'ACME']],
      ["!= 'ACME'", ['acme ', 'Acme Ltd', 'Zeta', '', null]],
      ['= null', ['', null]],
      ["= ''", ['', null]],
      ['!= null', ['Acme', 'ACME', 'acme ', 'Acme Ltd', 'Zeta']],
      ["IN ('zeta', 'ACME')", ['Acme', 'ACME', 'Zeta']],
      ["IN ('zeta', null)", ['Zeta', '', null]],
      ["NOT IN ('zeta', 'ACME')", ['acme ', 'Acme Ltd', '', null]],
      ["NOT IN ('zeta', null)", ['Acme', 'ACME', 'acme ', 'Acme Ltd']],
      ['IN ()', []],
      ['NOT IN ()', names],
      ["< 'acme l'", ['Acme', 'ACME', 'acme ']],
      ["<= 'ACME'", ['Acme', 'ACME']],
      ["> 'ACME '", ['Acme Ltd', 'Zeta']],
      [">= 'acme ltd'", ['Acme Ltd', 'Zeta']],
      ["LIKE 'acme%'", ['Acme', 'ACME', 'acme ', 'Acme Ltd']],
      ["LIKE 'ac_e'", ['Acme', 'ACME']],
      ["LIKE '%'", ['Acme', 'ACME', 'acme ', 'Acme Ltd', 'Zeta']],
      ["LIKE '%e%t%'", ['Acme Ltd', 'Zeta']],
      ["CONTAINS 'ME'", ['Acme', 'ACME', 'acme ', 'Acme Ltd']],
      ["STARTS WITH 'z'", ['Zeta']],
      ["ENDS WITH ' LTD'", ['Acme Ltd']],
      ["NOT LIKE 'acme%'", ['Zeta', '', null]],
    ];
    for (const [condition, expected] of cases) {
      it(`Name ${condition}`, () => expect(taken('Name', condition, names)).to.deep.equal(expected));
    }

    it('treats % and _ as themselves in CONTAINS and, escaped, in LIKE', () => {
      const names = ['100%', '1000', 'a_b', 'aXb', 'back\\slash'];
      expect(taken('Name', "CONTAINS '%'", names)).to.deep.equal(['100%']);
      expect(taken('Name', String.raw`LIKE '100\%'`, names)).to.deep.equal(['100%']);
      expect(taken('Name', String.raw`LIKE 'a\_b'`, names)).to.deep.equal(['a_b']);
      expect(taken('Name', String.raw`LIKE '%\\%'`, names)).to.deep.equal(['back\\slash']);
    });

    it('compares letters of every alphabet without case, and accents with them', () => {
      expect(takes("Name = 'ÉCLAIR'", { Name: 'éclair' })).to.equal(true);
      expect(takes("Name = 'eclair'", { Name: 'éclair' })).to.equal(false);
      expect(takes("Name CONTAINS 'ΟΔΟΣ'", { Name: 'οδοσήμα' })).to.equal(true);
      expect(takes("Name LIKE 'ΟΔΟΣ%'", { Name: 'ΟΔΟΣΗΜΑ' })).to.equal(true);
      expect(takes("Name LIKE '_'", { Name: '💥' })).to.equal(true);
    });

    it('orders by code points, emoji after every letter', () => {
      expect(takes("Name > '\uffee'", { Name: '💥' })).to.equal(true);
      expect(takes("Name < 'b'", { Name: 'a\0' })).to.equal(true);
      expect(takes("Name > 'a'", { Name: 'A\0' })).to.equal(true);
    });
  });

  describe('of picklists', () => {
    it('compares values, named by value or label', () => {
      const stages = ['1', '2', null];
      expect(taken('Stage__c', "= 'closed won'", stages)).to.deep.equal(['2']);
      expect(taken('Stage__c', "!= 'Open'", stages)).to.deep.equal(['2', null]);
    });

    it('compares text without case where the CRM takes any', () => {
      expect(taken('Industry', "= 'FISHING'", ['fishing', 'Banking'])).to.deep.equal(['fishing']);
    });
  });

  describe('of multi-select picklists', () => {
    const choices: readonly Value[] = ['inv', 'fc', 'fc;inv', 'inv;fc;Portal', 'Portal', '', null];
    const cases: readonly [condition: string, expected: readonly Value[]][] = [
      ["INCLUDES ('inv')", ['inv', 'fc;inv', 'inv;fc;Portal']],
      ["INCLUDES ('Invoices;forecasts')", ['fc;inv', 'inv;fc;Portal']],
      ["INCLUDES ('inv;fc', 'portal')", ['fc;inv', 'inv;fc;Portal', 'Portal']],
      ['INCLUDES ()', []],
      ["EXCLUDES ('inv')", ['fc', 'Portal']],
      ["EXCLUDES ('inv;fc')", ['inv', 'fc', 'Portal']],
      ['EXCLUDES ()', ['inv', 'fc', 'fc;inv', 'inv;fc;Portal', 'Portal']],
      ["NOT INCLUDES ('inv')", ['fc', 'Portal', '', null]],
      ["= 'inv;fc'", ['fc;inv']],
      ["!= 'inv;fc'", ['inv', 'fc', 'inv;fc;Portal', 'Portal', '', null]],
      ["IN ('inv', 'fc;inv;inv')", ['inv', 'fc;inv']],
      ["NOT IN ('inv', null)", ['fc', 'fc;inv', 'inv;fc;Portal', 'Portal']],
    ];
    for (const [condition, expected] of cases) {
      it(`Modules__c ${condition}`, () =>
        expect(taken('Modules__c', condition, choices)).to.deep.equal(expected));
    }
  });

  describe('of numbers', () => {
    const revenues: readonly Value[] = ['-1', '0', '0.1', '1e2', '100.00', '9007199254740993', null];
    const cases: readonly [condition: string, expected: readonly Value[]][] = [
      ['= 100', ['1e2', '100.00']],
      ['= 1.00e2', ['1e2', '100.00']],
      ['!= 100', ['-1', '0', '0.1', '9007199254740993', null]],
      ['= -0.0', ['0']],
      ['= 0.10', ['0.1']],
      ['= 9007199254740992', []],
      ['> 9007199254740992', ['9007199254740993']],
      ['< 9007199254740993', ['-1', '0', '0.1', '1e2', '100.00']],
      ['<= 9007199254740993.0', ['-1', '0', '0.1', '1e2', '100.00', '9007199254740993']],
      ['< 1e99', ['-1', '0', '0.1', '1e2', '100.00', '9007199254740993']],
      ['> -1e99', ['-1', '0', '0.1', '1e2', '100.00', '9007199254740993']],
      ['> 1e-99', ['0.1', '1e2', '100.00', '9007199254740993']],
      ['IN (9007199254740992, 9007199254740993, 0)', ['0', '9007199254740993']],
      ['NOT IN (0, 100, null)', ['-1', '0.1', '9007199254740993']],
      ['IN ()', []],
      ['= null', [null]],
    ];
    for (const [condition, expected] of cases) {
      it(`AnnualRevenue ${condition}`, () =>
        expect(taken('AnnualRevenue', condition, revenues)).to.deep.equal(expected));
    }

    it('compares numbers that no double holds', () => {
      const cells = ['1e400', '-1e400', '1e-400', '-1e-400'];
      expect(taken('AnnualRevenue', '> 1e99', cells)).to.deep.equal(['1e400']);
      expect(taken('AnnualRevenue', '> 0', cells)).to.deep.equal(['1e400', '1e-400']);
      expect(taken('AnnualRevenue', '!= 0', cells)).to.deep.equal(cells);
    });

    it('takes what is no number for different from every number', () => {
      const cells = ['n/a', 'Infinity', '0x10'];
      expect(taken('AnnualRevenue', '!= 16', cells)).to.deep.equal(cells);
      expect(taken('AnnualRevenue', '= 16', cells)).to.deep.equal([]);
    });
  });

  describe('of booleans', () => {
    const cases: readonly [condition: string, expected: readonly Value[]][] = [
      ['= true', ['true']],
      ['!= true', ['false', null]],
      ['= false', ['false']],
      ['IN (true, false)', ['true', 'false']],
      ['NOT IN (false)', ['true', null]],
      ['= null', [null]],
    ];
    for (const [condition, expected] of cases) {
      it(`Owner.IsActive ${condition}`, () =>
        expect(taken('Owner.IsActive', condition, ['true', 'false', null])).to.deep.equal(expected));
    }
  });

  describe('of ids', () => {
    it('compares the short and the long form as one', () => {
      const ids = ['001D000000IRFmaIAH', '001D000000IRFma', '001d000000irfmaIAH', '001D000000IRFmA', null];
      expect(taken('Id', "= '001D000000IRFma'", ids)).to.deep.equal(ids.slice(0, 3));
      expect(taken('Id', "IN ('001D000000IRFmaIAH', '005D0000001AamrIAC')", ids)).to.deep.equal(
        ids.slice(0, 3),
      );
      expect(taken('ParentId', "!= '001D000000IRFma'", ids)).to.deep.equal(ids.slice(3));
    });

    it('compares other ids without case', () => {
      const id = '6e1c38a9-4c4e-4b8a-9a7e-0a3a2c1d5f10';
      expect(takes(`Id = '${id.toUpperCase()}'`, { Id: id })).to.equal(true);
    });
  });

  describe('of dates', () => {
    const days: readonly Value[] = [
      '2026-03-08',
      '2026-03-09',
      '2026-03-11',
      '2026-03-12',
      '2026-03-16',
      null,
    ];
    const cases: readonly [condition: string, expected: readonly Value[]][] = [
      ['= 2026-03-11', ['2026-03-11']],
      ['!= 2026-03-11', ['2026-03-08', '2026-03-09', '2026-03-12', '2026-03-16', null]],
      ['< 2026-03-09', ['2026-03-08']],
      ['= TODAY', ['2026-03-11']],
      ['= THIS_WEEK', ['2026-03-09', '2026-03-11', '2026-03-12']],
      ['< THIS_WEEK', ['2026-03-08']],
      ['<= THIS_WEEK', ['2026-03-08', '2026-03-09', '2026-03-11', '2026-03-12']],
      ['> THIS_WEEK', ['2026-03-16']],
      ['>= THIS_WEEK', ['2026-03-09', '2026-03-11', '2026-03-12', '2026-03-16']],
      ['!= THIS_WEEK', ['2026-03-08', '2026-03-16', null]],
      ['= LAST_N_DAYS:2', ['2026-03-09', '2026-03-11']],
      ['= NEXT_N_DAYS:1', ['2026-03-12']],
      ['IN (LAST_WEEK, 2026-03-11, null)', ['2026-03-08', '2026-03-11', null]],
      ['NOT IN (THIS_WEEK, NEXT_WEEK)', ['2026-03-08', null]],
    ];
    for (const [condition, expected] of cases) {
      it(`CloseDate ${condition}`, () => expect(taken('CloseDate', condition, days)).to.deep.equal(expected));
    }

    it('begins weeks with the day that the org names', () => {
      const sunday = { CloseDate: '2026-03-08' };
      expect(takes('CloseDate = THIS_WEEK', sunday)).to.equal(false);
      expect(takes('CloseDate = THIS_WEEK', sunday, { firstWeekday: 7 })).to.equal(true);
    });

    it('compares the day of a moment, where rows hold one', () => {
      const zone = 'Europe/Berlin';
      expect(takes('CloseDate = 2026-03-12', { CloseDate: '2026-03-11T23:30:00.000Z' }, { zone })).to.equal(
        true,
      );
    });
  });

  describe('of moments', () => {
    const zone = 'America/New_York';
    const at = (condition: string, moment: string, now = '2026-03-08T12:00:00Z'): boolean =>
      takes(`CreatedDate ${condition}`, { CreatedDate: moment }, { zone, now });

    it('means by a date that day in the zone of the connection’s user', () => {
      expect(at('= 2026-03-07', '2026-03-07T04:59:59.999Z')).to.equal(false);
      expect(at('= 2026-03-07', '2026-03-07T05:00:00.000Z')).to.equal(true);
      expect(at('= 2026-03-07', '2026-03-08T04:59:59.999Z')).to.equal(true);
      expect(at('> 2026-03-07', '2026-03-08T04:59:59.999Z')).to.equal(false);
      expect(at('> 2026-03-07', '2026-03-08T05:00:00.000Z')).to.equal(true);
      expect(at('<= 2026-03-07', '2026-03-08T04:59:59.999Z')).to.equal(true);
    });

    it('ends a day of 23 hours an hour earlier, and one of 25 an hour later', () => {
      expect(at('= TODAY', '2026-03-09T03:59:59.999Z')).to.equal(true);
      expect(at('= TODAY', '2026-03-09T04:00:00.000Z')).to.equal(false);
      expect(at('= 2026-11-01', '2026-11-01T04:00:00.000Z')).to.equal(true);
      expect(at('= 2026-11-01', '2026-11-02T04:59:59.999Z')).to.equal(true);
      expect(at('= 2026-11-01', '2026-11-02T05:00:00.000Z')).to.equal(false);
    });

    it('takes the day it is from the zone, not from UTC', () => {
      expect(at('= TODAY', '2026-03-07T20:00:00.000Z', '2026-03-08T03:00:00Z')).to.equal(true);
      expect(at('= YESTERDAY', '2026-03-07T20:00:00.000Z', '2026-03-08T05:00:00Z')).to.equal(true);
    });

    it('compares moments to the millisecond, however their zone is written', () => {
      const moment = '2026-03-01T09:30:00.000Z';
      expect(at('= 2026-03-01T10:30:00+01:00', moment)).to.equal(true);
      expect(at('= 2026-03-01T10:30+0100', moment)).to.equal(true);
      expect(at('= 2026-03-01T09:30:00Z', '2026-03-01T09:30:00.001Z')).to.equal(false);
      expect(at('> 2026-03-01T09:30:00Z', '2026-03-01T09:30:00.001Z')).to.equal(true);
      expect(at('<= 2026-03-01T09:30:00Z', moment)).to.equal(true);
      expect(at('< 2026-03-01T09:30:00Z', moment)).to.equal(false);
    });

    it('reads rows whose moments are written otherwise', () => {
      expect(at('= 2026-03-01T09:30:00Z', '2026-03-01T10:30:00+0100')).to.equal(true);
      expect(at('= 2026-03-07', '2026-03-07')).to.equal(true);
      expect(at('!= 2026-03-07', 'soon')).to.equal(true);
    });
  });

  describe('when conditions are joined', () => {
    it('NOT takes exactly what its condition leaves out, records without a value included', () => {
      expect(taken('Name', "= 'a'", ['a', 'b', null])).to.deep.equal(['a']);
      expect(not("Name = 'a'")).to.deep.equal([null, 'b']);
      expect(not("Name != 'a'")).to.deep.equal(['a']);
      expect(not("Name < 'b'")).to.deep.equal([null, 'b']);
      expect(not("Name = null OR Name = 'b'")).to.deep.equal(['a']);
      expect(not("NOT Name = 'a'")).to.deep.equal(['a']);
    });

    it('AND binds before OR', () => {
      const filter = "Name = 'a' OR Name = 'b' AND Industry = 'Energy'";
      expect(takes(filter, { Name: 'a' })).to.equal(true);
      expect(takes(filter, { Name: 'b' })).to.equal(false);
      expect(takes(filter, { Name: 'b', Industry: 'Energy' })).to.equal(true);
    });
  });

  describe('of parents', () => {
    it('a record without the parent has no value', () => {
      expect(takes('Owner.Name = null', {})).to.equal(true);
      expect(takes("Owner.Name != 'Ada'", {})).to.equal(true);
      expect(takes("owner.name = 'ada'", { 'Owner.Name': 'Ada' })).to.equal(true);
    });
  });

  it('is not guessed where the rows lack a field', () => {
    const filter = checkFilter(aFilter("Name = 'a'"), crmSchema);
    const input = { schema: crmSchema, columns: ['Id'], nowMs: 0, zone: openZone('UTC') };
    expect(() => compileMatches(filter, input)).to.throw('The rows have no field Name');
  });
});
