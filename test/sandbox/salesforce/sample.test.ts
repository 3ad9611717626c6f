import { expect } from 'chai';
import { Org } from '../../../src/sandbox/salesforce/org/org.ts';
import { sharedAccountNumber } from '../../../src/sandbox/salesforce/sample/awkward-accounts.ts';
import { changeSampleOrg } from '../../../src/sandbox/salesforce/sample/change-org.ts';
import { fillSampleOrg } from '../../../src/sandbox/salesforce/sample/fill-org.ts';
import type { SampleObject, SampleValue } from '../../../src/sandbox/salesforce/sample/sample-record.ts';
import { sampleObjects } from '../../../src/sandbox/salesforce/sample/sample-record.ts';
import { sampleRecords } from '../../../src/sandbox/salesforce/sample/sample-records.ts';
import { sharedUserName } from '../../../src/sandbox/salesforce/sample/users.ts';

const options = { seed: 7, today: '2026-11-18' };
const sample = sampleRecords(options);

const valuesOf = (object: SampleObject, field: string): (SampleValue | undefined)[] =>
  sample[object].map(({ values }) => values[field]);
const textsOf = (object: SampleObject, field: string): string[] =>
  valuesOf(object, field).filter((value) => typeof value === 'string');

/** Of a field of accounts. */
const awkwardValues: Readonly<Record<string, { field: string; like: RegExp }>> = {
  'a double quote': { field: 'Name', like: /"/ },
  'an apostrophe': { field: 'Name', like: /'/ },
  'a comma': { field: 'Name', like: /,/ },
  'a line end': { field: 'BillingStreet', like: /\n/ },
  'a line end of Windows': { field: 'BillingStreet', like: /\r\n/ },
  'an emoji': { field: 'Name', like: /\p{Emoji_Presentation}/u },
  'an emoji of several characters': { field: 'Description', like: /\u200D/ },
  'Chinese or Japanese': { field: 'Name', like: /\p{Script=Han}/u },
  'letters and their marks apart': { field: 'Name', like: /u\u0308/ },
  'the text N/A': { field: 'Name', like: /^N\/A$/ },
  'the text null': { field: 'Name', like: /^null$/ },
  'what a spreadsheet takes for a formula': { field: 'Name', like: /^=/ },
  'a backslash': { field: 'Name', like: /\\/ },
  'blanks at the ends': { field: 'Name', like: /^ .* $/ },
  'leading zeros': { field: 'LegacyId__c', like: /^00\d+$/ },
  'a date in the order of days': { field: 'CloseDate__c', like: /^\d\d\/\d\d\/\d{4}$/ },
  'a date as ISO has it': { field: 'CloseDate__c', like: /^\d{4}-\d\d-\d\d$/ },
  'a date with dots': { field: 'CloseDate__c', like: /^\d\d\.\d\d\.\d{4}$/ },
  'a date with a month in words': { field: 'CloseDate__c', like: /^\d+ \w{3} \d{4}$/ },
  'a date that is none': { field: 'CloseDate__c', like: /^TBD$/ },
  'several choices': { field: 'Modules__c', like: /^\w+;\w+/ },
  'an amount with cents': { field: 'ContractValue__c', like: /\.89$/ },
  'the leap day': { field: 'RenewalDate__c', like: /-02-29$/ },
};

describe('the sample org', () => {
  it('is the same for the same seed and day', () => {
    expect(JSON.stringify(sampleRecords(options))).to.equal(JSON.stringify(sample));
  });

  it('is another for another seed', () => {
    expect(sampleRecords({ ...options, seed: 8 }).Account).to.not.deep.equal(sample.Account);
  });

  it('has some 400 companies, 2,000 people and what goes on between them', () => {
    expect(sample.Account).to.have.length(400);
    expect(sample.Contact).to.have.length(2_000);
    for (const object of sampleObjects) expect(sample[object], object).to.have.length.greaterThan(20);
  });

  for (const [kind, { field, like }] of Object.entries(awkwardValues)) {
    it(`has ${kind} in ${field}`, () => {
      expect(textsOf('Account', field).some((value) => like.test(value))).to.equal(true);
    });
  }

  it('has accounts without values', () => {
    for (const field of ['Industry', 'Website', 'Phone', 'Health__c', 'CloseDate__c'])
      expect(valuesOf('Account', field), field).to.include(null);
  });

  it('has two accounts with one number', () => {
    const shared = textsOf('Account', 'AccountNumber').filter((number) => number === sharedAccountNumber);
    expect(shared).to.have.length(2);
  });

  it('gives every account a legacy id of its own', () => {
    expect(new Set(textsOf('Account', 'LegacyId__c')).size).to.equal(400);
  });

  it('has one name that is longer than the hub takes, and that Salesforce takes', () => {
    const long = textsOf('Account', 'Name').filter((name) => name.length > 128);
    expect(long).to.have.length(1);
    expect(long[0]?.length).to.be.lessThan(256);
  });

  it('has two users of one name, each with an address of their own', () => {
    const { given, family } = sharedUserName;
    const same = sample.User.filter(
      ({ values }) => values['FirstName'] === given && values['LastName'] === family,
    );
    expect(same).to.have.length(2);
    expect(new Set(textsOf('User', 'Email')).size).to.equal(sample.User.length);
  });

  it('gives every user but one a manager', () => {
    const without = sample.User.filter(({ references }) => references['ManagerId'] === undefined);
    expect(without).to.have.length(1);
  });

  it('writes no address that could reach anybody', () => {
    const addresses = [...textsOf('User', 'Email'), ...textsOf('Contact', 'Email')];
    expect(addresses.filter((address) => !address.endsWith('.example'))).to.deep.equal([]);
  });

  it('lets records point only to what stands before them', () => {
    for (const [place, object] of sampleObjects.entries()) {
      for (const [index, { references }] of sample[object].entries()) {
        for (const reference of Object.values(references)) {
          const isBefore =
            reference.object === object
              ? reference.index < index
              : sampleObjects.indexOf(reference.object) < place;
          expect(isBefore, `${object} ${index}`).to.equal(true);
        }
      }
    }
  });

  it('gives every account each role at most once', () => {
    const roles = sample.AccountTeamMember.map(
      ({ values, references }) => `${references['AccountId']?.index} ${String(values['TeamMemberRole'])}`,
    );
    expect(new Set(roles).size).to.equal(roles.length);
  });
});

function filled(): Org {
  const org = new Org({
    now: () => Date.parse('2026-11-18T10:00:00Z'),
    name: 'Sample',
    timeZone: 'UTC',
    username: 'u@example.com',
  });
  fillSampleOrg(org, options);
  return org;
}

function contentOf(org: Org): string {
  return JSON.stringify(sampleObjects.map((object) => org.records(object)));
}

describe('an org filled with the sample', () => {
  const org = filled();

  it('holds every record, with references to ids', () => {
    for (const object of sampleObjects)
      expect(org.count(object), object).to.be.at.least(sample[object].length);
    const [contact] = org.records('Contact');
    expect(org.record('Account', String(contact?.['AccountId']))).to.not.equal(null);
  });

  it('has the same ids and stamps each time', () => {
    expect(contentOf(filled())).to.equal(contentOf(org));
  });

  it('has stamps of the days when its records are said to have been made', () => {
    const stamps = org.records('Task').map((task) => String(task['SystemModstamp']));
    expect(stamps.every((stamp) => stamp < '2026-11-18')).to.equal(true);
  });

  describe('in which people work for a while', () => {
    const changed = filled();
    const told = changeSampleOrg(changed, 1);

    it('tells what they did', () => {
      expect(told)
        .to.include('a task was deleted')
        .and.to.include('two accounts with one number were merged');
    });

    it('has changed, new and deleted records', () => {
      const touched = (object: SampleObject): number =>
        changed.records(object).filter((record) => String(record['SystemModstamp']) > '2026-11-18').length;
      expect(touched('Account')).to.be.within(4, 8);
      expect(touched('Contact')).to.be.at.least(2);
      expect(touched('Task')).to.be.at.least(4);
      expect(changed.count('Account')).to.equal(org.count('Account') - 1);
      expect(changed.count('Task')).to.equal(org.count('Task') + 1);
      expect(changed.count('AccountTeamMember')).to.equal(org.count('AccountTeamMember'));
    });

    it('goes on for many rounds', () => {
      for (let round = 2; round < 60; round += 1) changeSampleOrg(changed, round);
      expect(changed.count('Task')).to.equal(org.count('Task') + 59);
    });

    it('does the same in every org', () => {
      const others = [filled(), filled()];
      for (const other of others) changeSampleOrg(other, 1);
      expect(new Set(others.map(contentOf)).size).to.equal(1);
    });
  });
});
