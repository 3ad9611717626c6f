import { expect } from 'chai';
import { nearestNames } from '../../src/domain/nearest.ts';

const fields = [
  'Id',
  'Name',
  'Industry',
  'AccountStatus__c',
  'AccountType__c',
  'BillingCity',
  'ShippingCity',
  'OwnerId',
  'AnnualRevenue',
  'NumberOfEmployees',
  'Churn_Risk__c',
  'Website',
];

describe('nearest names', () => {
  const cases: readonly [word: string, expected: string | undefined][] = [
    ['Indstry', 'Industry'],
    ['indsutry', 'Industry'],
    ['INDUSTRY', 'Industry'],
    ['account_status', 'AccountStatus__c'],
    ['Account Status', 'AccountStatus__c'],
    ['AccountStatus', 'AccountStatus__c'],
    ['acountstatus__c', 'AccountStatus__c'],
    ['Status', 'AccountStatus__c'],
    ['Revenue', 'AnnualRevenue'],
    ['ChurnRisk', 'Churn_Risk__c'],
    ['Owner', 'OwnerId'],
    ['Employees', 'NumberOfEmployees'],
    ['webiste', 'Website'],
    ['nmae', 'Name'],
    ['zzz', undefined],
    ['ShoeSize', undefined],
    ['x', undefined],
    ['', undefined],
    ['__c', undefined],
    ['💥', undefined],
  ];
  for (const [word, expected] of cases) {
    it(`takes ${JSON.stringify(word)} for ${expected ?? 'nothing'}`, () => {
      expect(nearestNames(word, fields)[0]).to.equal(expected);
    });
  }

  it('gives at most as many as asked for, best first, without repeats', () => {
    expect(nearestNames('City', ['ShippingCity', 'BillingCity', 'BillingCity', 'City__c'], 2)).to.deep.equal([
      'City__c',
      'ShippingCity',
    ]);
  });

  it('keeps the order of equally near names', () => {
    expect(nearestNames('city', ['BillingCity', 'ShippingCity'])).to.deep.equal([
      'BillingCity',
      'ShippingCity',
    ]);
  });

  it('takes words of any length', () => {
    const long = 'a'.repeat(100_000);
    expect(nearestNames(long, [long, 'b'])).to.deep.equal([long]);
  });
});
