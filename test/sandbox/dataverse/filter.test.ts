import { expect } from 'chai';
import { queryPath, startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

/** A Sunday in Berlin, where it is 11:30. */
const nowMs = Date.parse('2026-03-01T10:30:00Z');

describe('the sandbox filters as Dataverse does', () => {
  let client: SandboxClient;
  before(async () => {
    client = await startClient({ now: () => nowMs });
    const { org } = client.sandbox;
    const [parent = ''] = org.insert('account', [{ name: 'Parent', accountnumber: 'P-1' }]);
    org.insert('account', [
      {
        name: 'Acme',
        accountnumber: 'A-1',
        industrycode: 'Consulting',
        revenue: '123456789012345.67',
        numberofemployees: 250,
        acme_strategic: true,
        acme_renewaldate: '2026-03-31',
        acme_lastreview: '2026-03-01T08:00:00Z',
        acme_modules: ['Core', 'Billing'],
        parentaccountid: parent,
      },
      {
        name: "O'Brien & Söhne / 100% [x]",
        industrycode: 'Financial',
        revenue: '-0.5',
        numberofemployees: 9,
        acme_renewaldate: '2026-02-28',
        acme_lastreview: '2026-02-28T22:30:00Z',
        acme_modules: ['Mobile'],
      },
      { name: 'Nothing' },
      {
        name: 'line\nend "quoted" 漢字 👩‍👩‍👧‍👦',
        description: 'A%b',
        acme_lastreview: '2026-02-20T12:00:00Z',
      },
    ]);
  });
  after(() => client.close());

  const brien = "O'Brien & Söhne / 100% [x]";
  const quoted = 'line\nend "quoted" 漢字 👩‍👩‍👧‍👦';

  const cases: readonly (readonly [title: string, filter: string, names: readonly string[]])[] = [
    ['text without letter case', "name eq 'ACME'", ['Acme']],
    ['quotes doubled', "name eq 'o''brien & söhne / 100% [x]'", [brien]],
    ['any character of a text', `name eq '${quoted}'`, [quoted]],
    [
      'ne with records without a value',
      "accountnumber ne 'a-1' and name ne 'Parent'",
      [brien, 'Nothing', quoted],
    ],
    ['null', 'revenue eq null', ['Nothing', 'Parent', quoted]],
    ['not null', 'revenue ne null', ['Acme', brien]],
    ['numbers to their last digit', 'revenue eq 123456789012345.67', ['Acme']],
    ['numbers below zero', 'revenue lt 0', [brien]],
    ['order without records that have none', 'numberofemployees lt 1000', ['Acme', brien]],
    ['switches', 'acme_strategic eq true', ['Acme']],
    ['switches that are off or were never set', 'acme_strategic eq false and revenue ne null', [brien]],
    ['choices by their number', 'industrycode eq 7', ['Acme']],
    ['days', 'acme_renewaldate ge 2026-03-01', ['Acme']],
    ['moments', 'acme_lastreview ge 2026-03-01T08:00:00Z', ['Acme']],
    ['moments with an offset', 'acme_lastreview lt 2026-02-28T23:30:00+01:00', [quoted]],
    ['contains', "contains(name,'söhne')", [brien]],
    ['startswith', "startswith(name,'ac')", ['Acme']],
    ['endswith', "endswith(name,'CME')", ['Acme']],
    ['wildcards in texts', "contains(description,'a%b')", [quoted]],
    ['wildcards as themselves in brackets', "contains(name,'[%] [[]')", [brien]],
    ['one character', "startswith(name,'A_m')", ['Acme']],
    [
      'not contains with records without a value',
      "not contains(accountnumber,'a') and name ne 'Parent'",
      [brien, 'Nothing', quoted],
    ],
    ['parents', "parentaccountid/accountnumber eq 'p-1'", ['Acme']],
    ['records without a parent', "parentaccountid/name ne 'Parent' and name eq 'Nothing'", ['Nothing']],
    ['not before AND', "not contains(name,'c') and revenue ne null", [brien]],
    ['AND before OR', "name eq 'Acme' or name eq 'Nothing' and revenue ne null", ['Acme']],
    ['OR after AND', "name eq 'Nothing' and revenue ne null or name eq 'Acme'", ['Acme']],
    ['not within OR', "name eq 'Acme' or not contains(name,'e') and revenue ne null", ['Acme']],
    ['parentheses', "(name eq 'Acme' or name eq 'Nothing') and revenue eq null", ['Nothing']],
    ['not of parentheses', "not (revenue ne null or accountnumber eq 'P-1')", ['Nothing', quoted]],
    ['not of an order, which turns it around', 'not (revenue gt 0)', [brien]],
    [
      'In',
      "Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['acme','NOTHING'])",
      ['Acme', 'Nothing'],
    ],
    [
      'In by double quotes',
      'Microsoft.Dynamics.CRM.In(PropertyName=\'industrycode\',PropertyValues=["7","16"])',
      ['Acme', brien],
    ],
    [
      'In with any character',
      `Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['o''brien & söhne / 100% [x]'])`,
      [brien],
    ],
    [
      'NotIn with records without a value',
      "Microsoft.Dynamics.CRM.NotIn(PropertyName='numberofemployees',PropertyValues=['9']) and name ne 'Parent'",
      ['Acme', 'Nothing', quoted],
    ],
    [
      'Between',
      "Microsoft.Dynamics.CRM.Between(PropertyName='numberofemployees',PropertyValues=['9','100'])",
      [brien],
    ],
    [
      'ContainValues',
      "Microsoft.Dynamics.CRM.ContainValues(PropertyName='acme_modules',PropertyValues=['100000002','100000003'])",
      ['Acme', brien],
    ],
    [
      'DoesNotContainValues',
      "Microsoft.Dynamics.CRM.DoesNotContainValues(PropertyName='acme_modules',PropertyValues=['100000002']) and revenue ne null",
      [brien],
    ],
    [
      'Today, by the zone of the user',
      "Microsoft.Dynamics.CRM.Today(PropertyName='acme_lastreview')",
      ['Acme'],
    ],
    ['Yesterday', "Microsoft.Dynamics.CRM.Yesterday(PropertyName='acme_lastreview')", [brien]],
    ['Yesterday of days', "Microsoft.Dynamics.CRM.Yesterday(PropertyName='acme_renewaldate')", [brien]],
    ['ThisMonth', "Microsoft.Dynamics.CRM.ThisMonth(PropertyName='acme_renewaldate')", ['Acme']],
    [
      'LastWeek, which begins on a Sunday',
      "Microsoft.Dynamics.CRM.LastWeek(PropertyName='acme_lastreview')",
      [brien],
    ],
    [
      'LastXDays',
      "Microsoft.Dynamics.CRM.LastXDays(PropertyName='acme_lastreview',PropertyValue=2)",
      ['Acme', brien],
    ],
    [
      'NextXDays',
      "Microsoft.Dynamics.CRM.NextXDays(PropertyName='acme_renewaldate',PropertyValue=30)",
      ['Acme'],
    ],
    [
      'OlderThanXDays',
      "Microsoft.Dynamics.CRM.OlderThanXDays(PropertyName='acme_lastreview',PropertyValue=5)",
      [quoted],
    ],
    ['On', "Microsoft.Dynamics.CRM.On(PropertyName='acme_lastreview',PropertyValue='2026-02-28')", [brien]],
    [
      'OnOrAfter',
      "Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='acme_lastreview',PropertyValue='2026-02-28')",
      ['Acme', brien],
    ],
    [
      'not of a function',
      "not Microsoft.Dynamics.CRM.Today(PropertyName='acme_lastreview') and acme_lastreview ne null",
      [brien, quoted],
    ],
  ];
  for (const [title, filter, names] of cases) {
    it(title, async () => {
      expect(await client.names(filter)).to.deep.equal([...names].sort());
    });
  }

  it('lookups by their ids, in any case', async () => {
    const { org } = client.sandbox;
    const parent = String(org.records('account').find((each) => each['name'] === 'Parent')?.['accountid']);
    expect(await client.names(`_parentaccountid_value eq ${parent.toUpperCase()}`)).to.deep.equal(['Acme']);
    const inList = `Microsoft.Dynamics.CRM.In(PropertyName='parentaccountid',PropertyValues=['${parent}'])`;
    expect(await client.names(inList)).to.deep.equal(['Acme']);
    expect(await client.names("Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')")).to.have.length(
      5,
    );
  });

  const refusals: readonly (readonly [title: string, filter: string, message: RegExp])[] = [
    ['a column that is not there', "nmae eq 'x'", /Could not find a property named 'nmae'/],
    ['a lookup by its logical name', 'parentaccountid eq null', /named 'parentaccountid'/],
    ['the label of a choice', "industrycode eq 'Consulting'", /incompatible types.*Edm.Int32.*Edm.String/],
    ['a column that only shows another', "industrycodename eq 'x'", /named 'industrycodename'/],
    ['text for a number', "revenue eq '5'", /incompatible types/],
    ['a moment for a day', 'acme_renewaldate eq 2026-03-01T00:00:00Z', /incompatible types/],
    ['what is no filter', 'name eq', /Syntax error/],
    ['a text without its end', "name eq 'x", /unterminated string literal/],
    ['plain in', "name in ('a','b')", /Syntax error/],
    ['several choices by eq', "acme_modules eq '100000000'", /use ContainValues/],
    ['another function of OData', "tolower(name) eq 'x'", /is not supported/],
    ['contains of a number', "contains(revenue,'1')", /needs a text/],
    ['an owner by its name', "ownerid/fullname eq 'x'", /principal/],
    ['a function without its values', "Microsoft.Dynamics.CRM.In(PropertyName='name')", /PropertyValues/],
    [
      'a function over a parent',
      "Microsoft.Dynamics.CRM.Today(PropertyName='parentaccountid/createdon')",
      /doesn't contain attribute/,
    ],
    ['a function of dates for a text', "Microsoft.Dynamics.CRM.Today(PropertyName='name')", /holds no dates/],
  ];
  for (const [title, filter, message] of refusals) {
    it(`and refuses ${title}`, async () => {
      const error = await client.refusal(queryPath('accounts', { $filter: filter }));
      expect(error).to.include({ status: 400, code: '0x80060888' });
      expect(error.message).to.match(message);
    });
  }

  it('and says what is beyond it', async () => {
    for (const filter of [
      "Microsoft.Dynamics.CRM.InFiscalYear(PropertyName='createdon',PropertyValue=2026)",
      "accounts/any(o:o/name eq 'x')",
      'name eq accountnumber',
    ]) {
      const error = await client.refusal(queryPath('accounts', { $filter: filter }));
      expect(error.status, filter).to.equal(501);
      expect(error.message, filter).to.include('beyond this sandbox');
    }
  });
});
