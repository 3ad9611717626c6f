import { expect } from 'chai';
import { errorOf, queryPath, startClient } from './sandbox-client.ts';
import type { Json, ListAnswer, SandboxClient } from './sandbox-client.ts';

const nowMs = Date.parse('2026-03-01T10:30:00Z');
const formatted = 'OData.Community.Display.V1.FormattedValue';

describe('the sandbox answers queries', () => {
  let client: SandboxClient;
  let parent = '';
  before(async () => {
    client = await startClient({ now: () => nowMs, pageRows: 100 });
    [parent = ''] = client.sandbox.org.insert('account', [{ name: 'Parent' }]);
    client.sandbox.org.insert(
      'account',
      Array.from({ length: 249 }, (_, index) => ({
        name: `account ${index}`,
        accountnumber: String(index % 7),
        parentaccountid: parent,
        numberofemployees: 1_000 + index,
        revenue: '123456789012345.67',
        industrycode: 'Financial',
        acme_modules: ['Core', 'Mobile'],
        acme_strategic: true,
        acme_renewaldate: '2026-03-31',
        acme_lastreview: '2026-03-31T22:30:00Z',
      })),
    );
  });
  after(() => client.close());

  async function allPages(first: ListAnswer, headers: Record<string, string> = {}): Promise<Json[][]> {
    const pages = [[...first.value]];
    let next = first['@odata.nextLink'];
    while (next !== undefined) {
      const page: ListAnswer = await client.json(next, { headers });
      pages.push([...page.value]);
      next = page['@odata.nextLink'];
    }
    return pages;
  }

  it('with the columns that were asked for, the key and the version', async () => {
    const { value } = await client.list('accounts', { $select: 'name,_parentaccountid_value', $top: '2' });
    const [, id] = client.sandbox.org.records('account').map((each) => each['accountid']);
    expect(value[1]).to.deep.include({ name: 'account 0', accountid: id, _parentaccountid_value: parent });
    expect(Object.keys(value[1] ?? {})).to.have.length(4);
    expect(value[1]?.['@odata.etag']).to.match(/^W\/"\d+"$/);
  });

  it('with every column that there is where none is named, but those that only show another', async () => {
    const { value } = await client.list('accounts', { $top: '1' });
    expect(value[0]).to.include.keys('accountid', 'modifiedon', '_ownerid_value', 'statecode', 'acme_score');
    expect(value[0]).not.to.have.any.keys('statecodename', 'owneridname', 'ownerid');
  });

  it('numbers with all their digits', async () => {
    const response = await client.fetch('accounts?$select=revenue&$top=2');
    expect(await response.text()).to.include('"revenue":123456789012345.67,');
  });

  it('without annotations unless they are preferred, and with those', async () => {
    const options = { $select: 'revenue,numberofemployees,industrycode,acme_modules', $top: '2' };
    const plain = await client.list('accounts', options);
    expect(JSON.stringify(plain)).not.to.include('FormattedValue');
    const $select =
      'revenue,numberofemployees,industrycode,acme_modules,acme_strategic,acme_renewaldate,acme_lastreview,_parentaccountid_value,_ownerid_value,statecode,name';
    const { value } = await client.list(
      'accounts',
      { $select, $top: '2' },
      { prefer: 'odata.include-annotations="*"' },
    );
    expect(value[1]).to.deep.include({
      [`revenue@${formatted}`]: '€123,456,789,012,345.67',
      [`numberofemployees@${formatted}`]: '1,000',
      industrycode: 16,
      [`industrycode@${formatted}`]: 'Financial',
      acme_modules: '100000000,100000003',
      [`acme_modules@${formatted}`]: 'Core; Mobile',
      [`acme_strategic@${formatted}`]: 'Yes',
      [`acme_renewaldate@${formatted}`]: '3/31/2026',
      acme_lastreview: '2026-03-31T22:30:00Z',
      [`acme_lastreview@${formatted}`]: '4/1/2026 12:30 AM',
      [`_parentaccountid_value@${formatted}`]: 'Parent',
      '_parentaccountid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'account',
      '_parentaccountid_value@Microsoft.Dynamics.CRM.associatednavigationproperty': 'parentaccountid',
      [`_ownerid_value@${formatted}`]: '# Integration',
      '_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'systemuser',
      [`statecode@${formatted}`]: 'Active',
    });
    expect(value[1]).not.to.have.property(`name@${formatted}`);
  });

  it('with only the annotations that are preferred', async () => {
    const { value } = await client.list(
      'accounts',
      { $select: '_ownerid_value', $top: '1' },
      { prefer: 'odata.include-annotations="Microsoft.Dynamics.CRM.*"' },
    );
    expect(value[0]).to.have.property('_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname');
    expect(value[0]).not.to.have.property(`_ownerid_value@${formatted}`);
  });

  it('over lookups, and what those lead to', async () => {
    const { value } = await client.list('accounts', {
      $select: 'name',
      $expand: 'parentaccountid($select=name;$expand=owninguser($select=lastname)),primarycontactid',
      $top: '2',
    });
    expect(value[0]).to.include({ parentaccountid: null });
    expect(value[1]).to.have.nested.property('parentaccountid.name', 'Parent');
    expect(value[1]).to.have.nested.property('parentaccountid.owninguser.lastname', 'Integration');
    expect(value[1]).to.include({ primarycontactid: null });
  });

  it('page by page, in the order of the ids', async () => {
    const pages = await allPages(await client.list('accounts', { $select: 'name' }));
    expect(pages.map((page) => page.length)).to.deep.equal([100, 100, 50]);
    const ids = pages.flat().map((record) => String(record['accountid']));
    expect(ids).to.deep.equal([...new Set(ids)].sort());
  });

  it('in pages of the size that is preferred, which has to be preferred again for each', async () => {
    const headers = { prefer: 'odata.maxpagesize=40' };
    const first = await client.fetch('accounts?$select=name', { headers });
    expect(first.headers.get('preference-applied')).to.equal('odata.maxpagesize=40');
    const answer = (await first.json()) as ListAnswer;
    expect((await allPages(answer, headers)).map((page) => page.length)).to.deep.equal([
      40, 40, 40, 40, 40, 40, 10,
    ]);
    expect((await allPages(answer)).map((page) => page.length)).to.deep.equal([40, 100, 100, 10]);
  });

  it('no pages of more than its own bound, and no next one where the first is full and all', async () => {
    const { value } = await client.list('accounts', {}, { prefer: 'odata.maxpagesize=90000' });
    expect(value).to.have.length(100);
    const exact = await client.list(
      'accounts',
      { $filter: "accountnumber eq '0'" },
      { prefer: 'odata.maxpagesize=36' },
    );
    expect(exact.value).to.have.length(36);
    expect(exact).not.to.have.property('@odata.nextLink');
  });

  it('in another order, with ties by id, over pages', async () => {
    const options = { $select: 'accountnumber', $orderby: 'accountnumber desc,accountid' };
    const rows = (await allPages(await client.list('accounts', options))).flat();
    expect(rows).to.have.length(250);
    const keys = rows.map(
      ({ accountnumber, accountid }) => [accountnumber ?? '', accountid] as [string, string],
    );
    const sorted = [...keys].sort((a, b) =>
      a[0] === b[0] ? a[1].localeCompare(b[1]) : b[0].localeCompare(a[0]),
    );
    expect(keys).to.deep.equal(sorted);
  });

  it('with what comes between two pages in its place', async () => {
    const own = await startClient({ pageRows: 2 });
    const { org } = own.sandbox;
    const ids = org.insert(
      'account',
      ['a', 'b', 'c', 'd'].map((name) => ({ name })),
    );
    const first = await own.list('accounts', { $select: 'name', $orderby: 'name' });
    org.insert('account', [{ name: 'bb' }, { name: 'aa' }]);
    org.remove('account', ids.slice(2, 3));
    const second = await own.json<ListAnswer>(first['@odata.nextLink'] ?? '');
    expect(second.value.map((each) => each['name'])).to.deep.equal(['bb', 'd']);
    await own.close();
  });

  it('with a count of all pages', async () => {
    const first = await client.list('accounts', { $count: 'true', $filter: "startswith(name,'account')" });
    expect(first['@odata.count']).to.equal(249);
    const next = await client.json<ListAnswer>(first['@odata.nextLink'] ?? '');
    expect(next['@odata.count']).to.equal(249);
    expect(await (await client.fetch('accounts/$count')).text()).to.equal('250');
    const filtered = `accounts/$count?$filter=${encodeURIComponent("accountnumber eq '0'")}`;
    expect(await (await client.fetch(filtered)).text()).to.equal('36');
  });

  it('counts no further than 5,000, and aggregates no more than 50,000', async () => {
    const { org } = client.sandbox;
    org.define({ logicalName: 'acme_many' });
    org.insert(
      'acme_many',
      Array.from({ length: 5_001 }, (_, index) => ({ acme_name: String(index) })),
    );
    const $top = '1';
    expect((await client.list('acme_manys', { $count: 'true', $top }))['@odata.count']).to.equal(5_000);
    const counted = await client.list(
      'acme_manys',
      { $count: 'true', $top },
      { prefer: 'odata.include-annotations="*"' },
    );
    expect(counted).to.include({
      '@Microsoft.Dynamics.CRM.totalrecordcount': 5_000,
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': true,
    });
    const aggregate = await client.list('acme_manys', { $apply: 'aggregate($count as n)' });
    expect(aggregate.value).to.deep.equal([{ n: 5_001 }]);
    const $apply = "filter(startswith(acme_name,'500'))/aggregate($count as n)";
    expect((await client.list('acme_manys', { $apply })).value).to.deep.equal([{ n: 2 }]);
    const whole = await client.json<Json>('RetrieveTotalRecordCount(EntityNames=["acme_many","account"])');
    expect(whole['EntityRecordCountCollection']).to.deep.include({
      Keys: ['acme_many', 'account'],
      Values: [5_001, 250],
    });
  });

  it('one record by its id, or by an alternate key', async () => {
    const own = client.sandbox.org;
    const [id = ''] = own.insert('account', [{ name: 'By key', acme_legacyid: "it's / 7" }]);
    const record = await client.json<Json>(`accounts(${id})?$select=name`);
    expect(record).to.include({ name: 'By key', accountid: id });
    expect(record['@odata.context']).to.include('#accounts(name)/$entity');
    const key = encodeURIComponent("it''s / 7");
    expect(await client.json<Json>(`accounts(acme_legacyid='${key}')?$select=name`)).to.include({
      accountid: id,
    });
    own.remove('account', [id]);
    expect(await client.refusal(`accounts(${id})`)).to.deep.equal({
      status: 404,
      code: '0x80040217',
      message: `Entity 'account' With Id = ${id} Does Not Exist`,
    });
    expect(await client.refusal(`accounts(acme_legacyid='x')`)).to.include({
      status: 404,
      code: '0x80060891',
    });
    expect(await client.refusal(`accounts(name='x')`)).to.include({ status: 400, code: '0x80060891' });
  });

  it('says who asks, and of which organization', async () => {
    const { org } = client.sandbox;
    expect(await client.json<Json>('WhoAmI')).to.include({ UserId: org.userId, OrganizationId: org.id });
    const access =
      "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')";
    expect(await client.json<Json>(access)).to.have.nested.property('Detail.FriendlyName', 'Acme Sandbox');
    const { value } = await client.list('usersettingscollection', {
      $filter: `systemuserid eq ${org.userId}`,
    });
    const zones = await client.list('timezonedefinitions', {
      $filter: `timezonecode eq ${String(value[0]?.['timezonecode'])}`,
    });
    expect(zones.value[0]).to.include({ standardname: 'W. Europe Standard Time' });
  });

  const refusals: readonly (readonly [path: string, status: number, code: string, message: RegExp])[] = [
    ['acounts', 404, '0x8006088a', /segment 'acounts'/],
    ['accounts?$select=nmae', 400, '0x80060888', /named 'nmae' on type 'Microsoft.Dynamics.CRM.account'/],
    ['accounts?$select=ownerid', 400, '0x80060888', /named 'ownerid'/],
    ['accounts?$skip=10', 400, '0x80060888', /\$skip/],
    ['accounts?$orderby=parentaccountid/name', 400, '0x80060888', /\$orderby/],
    ['accounts?$expand=parent', 400, '0x80060888', /named 'parent'/],
    ['accounts?$expand=ownerid($select=fullname)', 400, '0x80060888', /principal/],
    ['accounts?$top=x', 400, '0x80060888', /\$top/],
    ['accounts?$skiptoken=nonsense', 400, '0x80060888', /paging cookie/],
    ['accounts?$search=x', 501, '0x80060888', /beyond this sandbox/],
    ['accounts?$select=name&$select=name', 400, '0x80060888', /more than once/],
  ];
  for (const [path, status, code, message] of refusals) {
    it(`refuses ${path}`, async () => {
      const error = await client.refusal(path);
      expect(error).to.include({ status, code });
      expect(error.message).to.match(message);
    });
  }

  it('refuses more tables than one answer may join', async () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'parentaccountid' : `parentaccountid($expand=${nested(depth - 1)})`;
    expect((await client.refusal(queryPath('accounts', { $expand: nested(15) }))).message).to.match(
      /limit of 15/,
    );
  });

  it('refuses other verbs, other versions and who is not logged in', async () => {
    expect((await client.fetch('accounts', { method: 'PUT' })).status).to.equal(405);
    expect(await errorOf(await client.fetch(`${client.sandbox.url}/api/data/v7.0/accounts`))).to.include({
      status: 404,
    });
    const response = await fetch(`${client.sandbox.url}/api/data/v9.2/accounts`);
    expect(response.status).to.equal(401);
    expect(response.headers.get('www-authenticate')).to.include('invalid_token');
  });
});
