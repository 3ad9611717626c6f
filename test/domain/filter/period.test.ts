import { expect } from 'chai';
import { dateText, readIsoDate } from '../../../src/domain/calendar.ts';
import { periodOf } from '../../../src/domain/filter/period.ts';
import { aFilter } from '../../support/filters.ts';

/** The period as its first and its last day. */
function period(literal: string, today: string): [string, string] {
  const filter = aFilter(`Day = ${literal}`);
  if (filter.kind !== 'comparison') throw new Error('no comparison');
  const { value } = filter;
  if (value.kind !== 'date-literal' && value.kind !== 'counted-date-literal') throw new Error('no period');
  const { from, to } = periodOf(value, readIsoDate(today) ?? 0);
  return [dateText(from), dateText(to - 1)];
}

describe('a relative period', () => {
  // A Wednesday in a leap year.
  const cases: readonly [literal: string, first: string, last: string][] = [
    ['YESTERDAY', '2024-02-27', '2024-02-27'],
    ['TODAY', '2024-02-28', '2024-02-28'],
    ['TOMORROW', '2024-02-29', '2024-02-29'],
    ['LAST_WEEK', '2024-02-19', '2024-02-25'],
    ['THIS_WEEK', '2024-02-26', '2024-03-03'],
    ['NEXT_WEEK', '2024-03-04', '2024-03-10'],
    ['LAST_MONTH', '2024-01-01', '2024-01-31'],
    ['THIS_MONTH', '2024-02-01', '2024-02-29'],
    ['NEXT_MONTH', '2024-03-01', '2024-03-31'],
    ['LAST_QUARTER', '2023-10-01', '2023-12-31'],
    ['THIS_QUARTER', '2024-01-01', '2024-03-31'],
    ['NEXT_QUARTER', '2024-04-01', '2024-06-30'],
    ['LAST_YEAR', '2023-01-01', '2023-12-31'],
    ['THIS_YEAR', '2024-01-01', '2024-12-31'],
    ['NEXT_YEAR', '2025-01-01', '2025-12-31'],
    ['LAST_90_DAYS', '2023-11-30', '2024-02-28'],
    ['NEXT_90_DAYS', '2024-02-29', '2024-05-28'],
    ['LAST_N_DAYS:0', '2024-02-28', '2024-02-28'],
    ['LAST_N_DAYS:7', '2024-02-21', '2024-02-28'],
    ['NEXT_N_DAYS:1', '2024-02-29', '2024-02-29'],
    ['N_DAYS_AGO:7', '2024-02-21', '2024-02-21'],
    ['LAST_N_WEEKS:2', '2024-02-12', '2024-02-25'],
    ['NEXT_N_WEEKS:2', '2024-03-04', '2024-03-17'],
    ['N_WEEKS_AGO:0', '2024-02-26', '2024-03-03'],
    ['LAST_N_MONTHS:2', '2023-12-01', '2024-01-31'],
    ['NEXT_N_MONTHS:11', '2024-03-01', '2025-01-31'],
    ['N_MONTHS_AGO:2', '2023-12-01', '2023-12-31'],
    ['LAST_N_QUARTERS:2', '2023-07-01', '2023-12-31'],
    ['NEXT_N_QUARTERS:1', '2024-04-01', '2024-06-30'],
    ['N_QUARTERS_AGO:4', '2023-01-01', '2023-03-31'],
    ['LAST_N_YEARS:2', '2022-01-01', '2023-12-31'],
    ['NEXT_N_YEARS:1', '2025-01-01', '2025-12-31'],
    ['N_YEARS_AGO:1', '2023-01-01', '2023-12-31'],
  ];
  for (const [literal, first, last] of cases) {
    it(`${literal} on 2024-02-28 is ${first} to ${last}`, () => {
      expect(period(literal, '2024-02-28')).to.deep.equal([first, last]);
    });
  }

  it('of a week begins on Monday, also on a Sunday', () => {
    expect(period('THIS_WEEK', '2024-03-03')).to.deep.equal(['2024-02-26', '2024-03-03']);
    expect(period('THIS_WEEK', '2024-03-04')).to.deep.equal(['2024-03-04', '2024-03-10']);
  });
});
