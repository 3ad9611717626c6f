import { expect } from 'chai';
import { startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

type Case = readonly [where: string, names: string];

/** Records are named by one letter, so that a result is a word. */
async function expectAll(client: SandboxClient, cases: readonly Case[]): Promise<void> {
  for (const [where, names] of cases) expect((await client.names(where)).join(''), where).to.equal(names);
}

describe("the sandbox filters with Salesforce's meaning", () => {
  let client: SandboxClient;
  before(async () => {
    // Sunday 15 March 2026, an hour before midnight in Berlin.
    client = await startClient({ now: () => Date.parse('2026-03-15T22:00:00Z'), timeZone: 'Europe/Berlin' });
  });
  after(() => client.close());
  beforeEach(() => {
    const { org } = client.sandbox;
    org.purge(
      'Account',
      org.records('Account').map((record) => String(record['Id'])),
    );
  });

  it('text without letter case, and empty text as none', async () => {
    client.sandbox.org.insert('Account', [
      { Name: 'a', Site: 'Straße' },
      { Name: 'b', Site: 'STRASSE' },
      { Name: 'c', Site: null },
      { Name: 'd', Site: 'it\'s \\ "x"\n' },
    ]);
    await expectAll(client, [
      ["Site = 'strasse'", 'b'],
      ["Site = 'STRAßE'", 'a'],
      ["Site != 'strasse'", 'acd'],
      ["Site = ''", 'c'],
      ['Site != null', 'abd'],
      ["Site IN ('straße', '')", 'ac'],
      ["Site NOT IN ('straße')", 'bcd'],
      ["Site = 'it\\'s \\\\ \\\"x\\\"\\n'", 'd'],
      ["Site > 'j'", 'ab'],
      ["Site <= 'j'", 'd'],
      ["(NOT Site = 'strasse')", 'acd'],
    ]);
  });

  it('LIKE with its two signs and their escapes', async () => {
    client.sandbox.org.insert('Account', [
      { Name: 'a', Site: '50% off' },
      { Name: 'b', Site: '50 of' },
      { Name: 'c', Site: 'x_y' },
      { Name: 'd', Site: 'x👋y' },
      { Name: 'e' },
      { Name: 'f', Site: 'back\\slash\nline' },
    ]);
    await expectAll(client, [
      ["Site LIKE '50\\%%'", 'a'],
      ["Site LIKE '50%'", 'ab'],
      ["Site LIKE 'X_Y'", 'cd'],
      ["Site LIKE 'x\\_y'", 'c'],
      ["Site LIKE '%\\\\s%LINE'", 'f'],
      ["Site LIKE '%o%f%'", 'ab'],
      ["(NOT Site LIKE '%o%')", 'cdef'],
    ]);
  });

  it('ids with letter case, in both lengths', async () => {
    const { org } = client.sandbox;
    const [a = '', b = '', c = ''] = org.insert('Account', [{ Name: 'a' }, { Name: 'b' }, { Name: 'c' }]);
    await expectAll(client, [
      [`Id = '${a}'`, 'a'],
      [`Id IN ('${a.slice(0, 15)}', '${b}')`, 'ab'],
      [`Id != '${a}'`, 'bc'],
      [`Id > '${a}' AND Id < '${c}'`, 'b'],
      [`Id = '${a.slice(0, 15).replace('k', 'K')}'`, ''],
      [`ParentId NOT IN ('${a}')`, 'abc'],
      [`OwnerId IN (SELECT Id FROM User WHERE IsActive = true)`, 'abc'],
    ]);
    expect(await client.refusal("SELECT Id FROM Account WHERE Id = 'Acme'")).to.include({
      errorCode: 'INVALID_QUERY_FILTER_OPERATOR',
    });
  });

  it('numbers to their last digit', async () => {
    client.sandbox.org.insert('Account', [
      { Name: 'a', ContractValue__c: '123456789012345678.98' },
      { Name: 'b', ContractValue__c: '123456789012345678.99' },
      { Name: 'c', ContractValue__c: '12.50' },
      { Name: 'd', ContractValue__c: -3 },
      { Name: 'e' },
    ]);
    await expectAll(client, [
      ['ContractValue__c = 123456789012345678.99', 'b'],
      ['ContractValue__c < 123456789012345678.99', 'acd'],
      ['ContractValue__c >= 123456789012345678.98', 'ab'],
      ['ContractValue__c = 12.5', 'c'],
      ['ContractValue__c IN (12.500, -3.0)', 'cd'],
      ['ContractValue__c != 12.5', 'abde'],
      ['ContractValue__c < 0', 'd'],
      ['ContractValue__c = null', 'e'],
    ]);
  });

  it('checkboxes, also those of a parent that is not there', async () => {
    const { org } = client.sandbox;
    const [a = ''] = org.insert('Account', [{ Name: 'a', Strategic__c: true }]);
    org.insert('Account', [{ Name: 'b', ParentId: a }]);
    await expectAll(client, [
      ['Strategic__c = true', 'a'],
      ['Strategic__c != true', 'b'],
      ['Parent.Strategic__c = TRUE', 'b'],
      ['Parent.Strategic__c = FALSE', 'a'],
      ['Parent.Name = null', 'a'],
      ["Parent.Owner.LastName = 'user'", 'b'],
    ]);
  });

  it('multi-picklists by the choices in them', async () => {
    client.sandbox.org.insert('Account', [
      { Name: 'a', Modules__c: 'Core;Billing' },
      { Name: 'b', Modules__c: 'Core' },
      { Name: 'c', Modules__c: 'Mobile;Support' },
      { Name: 'd' },
    ]);
    await expectAll(client, [
      ["Modules__c INCLUDES ('core')", 'ab'],
      ["Modules__c INCLUDES ('Core;Billing','Mobile')", 'ac'],
      ["Modules__c EXCLUDES ('Core')", 'cd'],
      ["Modules__c = 'Billing;Core'", 'a'],
      ["Modules__c != 'Core'", 'acd'],
      ['Modules__c = null', 'd'],
    ]);
  });

  it('dates and moments, fixed ones', async () => {
    client.sandbox.org.insert('Account', [
      { Name: 'a', RenewalDate__c: '2026-03-01', LastReview__c: '2026-03-01T10:00:00Z' },
      { Name: 'b', RenewalDate__c: '2026-03-02', LastReview__c: '2026-03-01T10:00:01Z' },
      { Name: 'c' },
    ]);
    await expectAll(client, [
      ['RenewalDate__c = 2026-03-01', 'a'],
      ['RenewalDate__c > 2026-03-01', 'b'],
      ['RenewalDate__c != 2026-03-01', 'bc'],
      ['LastReview__c = 2026-03-01T11:00:00+01:00', 'a'],
      ['LastReview__c <= 2026-03-01T10:00:00.999Z', 'a'],
      ['LastReview__c > 2026-03-01T05:00:00-05:00', 'b'],
      ['LastReview__c IN (2026-03-01T10:00:01Z)', 'b'],
    ]);
  });

  it("relative dates in the user's zone", async () => {
    // In UTC it is still the 15th until an hour later.
    client.sandbox.org.insert('Account', [
      { Name: 'a', RenewalDate__c: '2026-03-14', LastReview__c: '2026-03-14T22:59:59Z' },
      { Name: 'b', RenewalDate__c: '2026-03-15', LastReview__c: '2026-03-14T23:00:00Z' },
      { Name: 'c', RenewalDate__c: '2026-03-16', LastReview__c: '2026-03-15T23:00:00Z' },
      { Name: 'd', RenewalDate__c: '2025-12-31', LastReview__c: '2025-12-31T22:59:59Z' },
      { Name: 'e' },
    ]);
    const periods: readonly Case[] = [
      ['= TODAY', 'b'],
      ['= YESTERDAY', 'a'],
      ['= TOMORROW', 'c'],
      ['!= TODAY', 'acde'],
      ['< TODAY', 'ad'],
      ['<= TODAY', 'abd'],
      ['> TODAY', 'c'],
      ['>= TODAY', 'bc'],
      ['= LAST_N_DAYS:1', 'ab'],
      ['= N_DAYS_AGO:1', 'a'],
      ['= NEXT_N_DAYS:1', 'c'],
      // The week begins on Sunday, today.
      ['= THIS_WEEK', 'bc'],
      ['= LAST_WEEK', 'a'],
      ['= THIS_MONTH', 'abc'],
      ['= THIS_YEAR', 'abc'],
      ['= LAST_YEAR', 'd'],
      ['= LAST_QUARTER', 'd'],
      ['= LAST_FISCAL_QUARTER', 'd'],
      ['= LAST_N_MONTHS:3', 'd'],
      ['= N_MONTHS_AGO:3', 'd'],
      ['= LAST_90_DAYS', 'abd'],
      ['IN (TODAY, LAST_YEAR)', 'bd'],
    ];
    await expectAll(
      client,
      periods.flatMap(([period, names]): Case[] => [
        [`RenewalDate__c ${period}`, names],
        [`LastReview__c ${period}`, names],
      ]),
    );
  });

  it('formulas by their value', async () => {
    const { org } = client.sandbox;
    const [a = ''] = org.insert('Account', [
      { Name: 'a', Health__c: 'green' },
      { Name: 'b', Health__c: 'red' },
    ]);
    const stamp = org.record('Account', a)?.['SystemModstamp'];
    await expectAll(client, [['Score__c > 50', 'a']]);
    org.setFormula('Account', 'Score__c', (get) => (get('Health__c') === 'red' ? '99' : null));
    await expectAll(client, [['Score__c > 50', 'b']]);
    expect(org.record('Account', a)?.['SystemModstamp']).to.equal(stamp);
  });
});

describe('the sandbox refuses what Salesforce refuses', () => {
  let client: SandboxClient;
  before(async () => {
    client = await startClient();
  });
  after(() => client.close());

  const refused: readonly [soql: string, errorCode: string, message: RegExp][] = [
    [
      'SELECT Nmae FROM Account',
      'INVALID_FIELD',
      /\n\s+\^\nERROR at Row:1:Column:8\nNo such column 'Nmae' on entity 'Account'/,
    ],
    ['SELECT Id FROM Acount', 'INVALID_TYPE', /sObject type 'Acount' is not supported/],
    ['SELECT Boss.Name FROM Account', 'INVALID_FIELD', /Didn't understand relationship 'Boss'/],
    ['SELECT Id, id FROM Account', 'INVALID_FIELD', /duplicate field selected/],
    ['SELECT Id Account', 'MALFORMED_QUERY', /./],
    [
      "SELECT Id FROM Account WHERE Name = 'a' AND Site = 'b' OR Site = 'c'",
      'MALFORMED_QUERY',
      /unexpected token: 'OR'/,
    ],
    [
      "SELECT Id FROM Account WHERE Name = 'a' AND NOT Site = 'b'",
      'MALFORMED_QUERY',
      /unexpected token: 'NOT'/,
    ],
    [
      "SELECT Id FROM Account WHERE NOT Name = 'a' AND Site = 'b'",
      'MALFORMED_QUERY',
      /unexpected token: 'AND'/,
    ],
    ['SELECT Id FROM Account WHERE Name IN ()', 'MALFORMED_QUERY', /./],
    [
      "SELECT Id FROM Account WHERE Description = 'a'",
      'INVALID_FIELD',
      /'Description' can not be filtered in a query call/,
    ],
    ["SELECT Id FROM Account WHERE BillingAddress = 'a'", 'INVALID_FIELD', /can not be filtered/],
    ['SELECT Id FROM Account ORDER BY Description', 'INVALID_FIELD', /can not be sorted/],
    [
      'SELECT Id FROM Account WHERE Name = 5',
      'INVALID_FIELD',
      /must be of type string and should be enclosed in quotes/,
    ],
    [
      "SELECT Id FROM Account WHERE ContractValue__c = '5'",
      'INVALID_FIELD',
      /type double and should not be enclosed/,
    ],
    [
      "SELECT Id FROM Account WHERE Strategic__c = 'true'",
      'INVALID_FIELD',
      /type boolean and should not be enclosed/,
    ],
    ['SELECT Id FROM Account WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD', /type dateTime/],
    ['SELECT Id FROM Account WHERE RenewalDate__c > 2026-01-01T00:00:00Z', 'INVALID_FIELD', /type date and/],
    ["SELECT Id FROM Account WHERE Name INCLUDES ('a')", 'INVALID_QUERY_FILTER_OPERATOR', /./],
    ["SELECT Id FROM Account WHERE Modules__c LIKE 'a%'", 'INVALID_QUERY_FILTER_OPERATOR', /multipicklist/],
    ["SELECT Id FROM Account WHERE Id LIKE '001%'", 'INVALID_QUERY_FILTER_OPERATOR', /./],
    ['SELECT Id FROM Account WHERE Strategic__c > false', 'INVALID_QUERY_FILTER_OPERATOR', /boolean/],
    ['SELECT Id FROM Account OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', /2000/],
    ['SELECT Id FROM Name', 'INVALID_TYPE_FOR_OPERATION', /does not support query/],
    ['SELECT FIELDS(ALL) FROM Account', 'MALFORMED_QUERY', /LIMIT/],
    [`SELECT ${'Parent.'.repeat(6)}Name FROM Account`, 'MALFORMED_QUERY', /maximum number/],
    [`SELECT Id FROM Account WHERE Name = '${'x'.repeat(4_001)}'`, 'MALFORMED_QUERY', /4000/],
    // What it cannot do it does not answer wrongly.
    ['SELECT Name, COUNT(Id) FROM Account GROUP BY Name', 'FUNCTIONALITY_NOT_ENABLED', /beyond this sandbox/],
    ['SELECT (SELECT Id FROM Contacts) FROM Account', 'FUNCTIONALITY_NOT_ENABLED', /beyond this sandbox/],
  ];
  for (const [soql, errorCode, message] of refused) {
    it(soql.slice(0, 70), async () => {
      const error = await client.refusal(soql);
      expect(error.errorCode).to.equal(errorCode);
      expect(error.message).to.match(message);
    });
  }

  it('a query of more than 100,000 characters, in bulk too', async () => {
    const query = `SELECT Id FROM Account WHERE Name IN (${"'abcdefgh',".repeat(10_000)}'x')`;
    const response = await client.fetch('jobs/query', {
      method: 'POST',
      body: JSON.stringify({ operation: 'query', query }),
    });
    expect(response.status).to.equal(400);
    expect(await response.text()).to.include('SOQL statements cannot be longer than 100000 characters.');
  });

  it('an address of more than 16,384 bytes, alone or with the headers', async () => {
    expect((await client.fetch(`query?q=${'x'.repeat(16_384)}`)).status).to.equal(414);
    const together = await client.fetch(`query?q=${'x'.repeat(15_000)}`, {
      headers: { 'x-padding': 'y'.repeat(2_000) },
    });
    expect(together.status).to.equal(431);
    expect(together.headers.get('content-type')).to.include('text/html');
  });

  it('a field that is hidden from the user, everywhere', async () => {
    client.sandbox.org.hideField('Account', 'Site');
    expect((await client.refusal('SELECT Site FROM Account')).errorCode).to.equal('INVALID_FIELD');
    const { fields } = await client.json<{ fields: { name: string }[] }>('sobjects/Account/describe');
    expect(fields.map((field) => field.name)).to.not.include('Site');
  });
});
