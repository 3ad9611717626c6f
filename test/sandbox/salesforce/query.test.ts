import { expect } from 'chai';
import { startClient } from './sandbox-client.ts';
import type { QueryAnswer, SandboxClient } from './sandbox-client.ts';

describe('the sandbox answers queries', () => {
  let client: SandboxClient;
  beforeEach(async () => {
    client = await startClient();
  });
  afterEach(() => client.close());

  it('in pages of 2,000, with where the next one is', async () => {
    const { org } = client.sandbox;
    const ids = org.insert(
      'Account',
      Array.from({ length: 4_100 }, (_, index) => ({ Name: `a ${index}` })),
    );
    const seen: unknown[] = [];
    let page = await client.query('SELECT Id FROM Account');
    const sizes: number[] = [];
    for (;;) {
      expect(page.totalSize).to.equal(4_100);
      sizes.push(page.records.length);
      seen.push(...page.records.map((record) => record['Id']));
      if (page.nextRecordsUrl === undefined) break;
      page = await client.json<QueryAnswer>(page.nextRecordsUrl);
    }
    expect(page.done).to.equal(true);
    expect(sizes).to.deep.equal([2_000, 2_000, 100]);
    expect(seen).to.deep.equal(ids);
  });

  it('in smaller pages where the request says so, but of 200 at least', async () => {
    client.sandbox.org.insert(
      'Account',
      Array.from({ length: 600 }, () => ({ Name: 'a' })),
    );
    for (const [asked, got] of [
      [500, 500],
      [5, 200],
      [9_000, 600],
    ]) {
      const page = await client.query('SELECT Id FROM Account', {
        'sforce-query-options': `batchSize=${asked}`,
      });
      expect(page.records).to.have.length(got ?? 0);
    }
  });

  it('with the count only', async () => {
    client.sandbox.org.insert('Account', [{ Name: 'a' }, { Name: 'b' }]);
    expect(await client.query("SELECT COUNT() FROM Account WHERE Name = 'A'")).to.deep.equal({
      totalSize: 1,
      done: true,
      records: [],
    });
  });

  it('refuses pages whose result it has dropped', async () => {
    client.sandbox.org.insert(
      'Account',
      Array.from({ length: 2_001 }, () => ({ Name: 'a' })),
    );
    const page = await client.query('SELECT Id FROM Account');
    client.sandbox.dropCursors();
    const response = await client.fetch(page.nextRecordsUrl ?? '');
    expect(response.status).to.equal(400);
    expect(await response.json()).to.have.nested.property('[0].errorCode', 'INVALID_QUERY_LOCATOR');
  });

  it('values as REST sends them', async () => {
    const { org } = client.sandbox;
    const [parent = ''] = org.insert('Account', [{ Name: 'Parent', CreatedDate: '2026-01-02T03:04:05Z' }]);
    org.insert('Account', [
      {
        Name: 'He said "hi" \u0000 👋',
        ParentId: parent.slice(0, 15),
        ContractValue__c: '123456789012345678.90',
        NumberOfEmployees: 5,
        Modules__c: ['Core', 'Billing'],
        RenewalDate__c: '2026-03-01',
        Strategic__c: true,
        Health__c: 'yellow',
        BillingCity: 'Köln',
        BillingLatitude: '50.94',
      },
    ]);
    const response = await client.fetch(
      `query?q=${encodeURIComponent(
        "SELECT Name, parent.name, Parent.Id, Parent.CreatedDate, Parent.Parent.Name, ContractValue__c, NumberOfEmployees, Modules__c, RenewalDate__c, Strategic__c, Score__c, BillingAddress, ShippingAddress, AnnualRevenue, Owner.Name FROM account WHERE ParentId != ''",
      )}`,
    );
    const text = await response.text();
    expect(text).to.include('"ContractValue__c":123456789012345678.90,');
    const { attributes, ...record } = (JSON.parse(text) as QueryAnswer).records[0] ?? {};
    expect(attributes).to.deep.include({ type: 'Account' });
    expect(record).to.deep.equal({
      Name: 'He said "hi" \u0000 👋',
      Parent: {
        attributes: { type: 'Account', url: `/services/data/v62.0/sobjects/Account/${parent}` },
        Name: 'Parent',
        Id: parent,
        CreatedDate: '2026-01-02T03:04:05.000+0000',
        Parent: null,
      },
      ContractValue__c: 123456789012345680,
      NumberOfEmployees: 5,
      Modules__c: 'Core;Billing',
      RenewalDate__c: '2026-03-01',
      Strategic__c: true,
      Score__c: 55.5,
      BillingAddress: {
        city: 'Köln',
        country: null,
        geocodeAccuracy: null,
        latitude: 50.94,
        longitude: null,
        postalCode: null,
        state: null,
        street: null,
      },
      ShippingAddress: null,
      AnnualRevenue: null,
      Owner: {
        attributes: {
          type: 'User',
          url: `/services/data/v62.0/sobjects/User/${client.sandbox.org.userId}`,
        },
        Name: 'Integration User',
      },
    });
  });

  it('over polymorphic references, by the fields they have in common', async () => {
    const { org } = client.sandbox;
    const [account = ''] = org.insert('Account', [{ Name: 'Acme', Phone: '1' }]);
    const [person = ''] = org.insert('Contact', [
      { LastName: 'Lee', FirstName: 'Ann', Email: 'ann@x.example' },
    ]);
    org.insert('Task', [{ Subject: 'call', WhatId: account, WhoId: person }, { Subject: 'nobody' }]);
    const { records } = await client.query(
      'SELECT Subject, What.Name, What.Type, What.Phone, Who.Email, Who.Type FROM Task ORDER BY Subject',
    );
    expect(records[0]).to.deep.include({
      What: {
        attributes: { type: 'Name', url: `/services/data/v62.0/sobjects/Account/${account}` },
        Name: 'Acme',
        Type: 'Account',
        Phone: '1',
      },
    });
    expect(records[0]).to.have.nested.include({ 'Who.Email': 'ann@x.example', 'Who.Type': 'Contact' });
    expect(records[1]).to.include({ What: null, Who: null });
    const found = await client.query("SELECT Subject FROM Task WHERE Who.Name = 'ann lee'");
    expect(found.totalSize).to.equal(1);
  });

  it('with deleted records only where they are asked for', async () => {
    const { org } = client.sandbox;
    const [gone = '', purged = '', back = ''] = org.insert('Account', [
      { Name: 'gone' },
      { Name: 'purged' },
      { Name: 'back' },
    ]);
    org.remove('Account', [gone, purged, back]);
    org.purge('Account', [purged]);
    org.undelete('Account', [back]);
    expect(await client.names("Name != 'x'")).to.deep.equal(['back']);
    const soql = 'SELECT Name, IsDeleted FROM Account ORDER BY Name';
    const all = await client.json<QueryAnswer>(`queryAll?q=${encodeURIComponent(soql)}`);
    expect(all.records.map((record) => [record['Name'], record['IsDeleted']])).to.deep.equal([
      ['back', false],
      ['gone', true],
    ]);
  });

  it('without what is not visible yet', async () => {
    let nowMs = Date.parse('2026-05-01T00:00:00Z');
    await client.close();
    client = await startClient({ now: () => nowMs });
    client.sandbox.org.insert('Account', [{ Name: 'late' }], { visibleAt: '2026-05-01T00:05:00Z' });
    expect(await client.names("Name = 'late'")).to.deep.equal([]);
    nowMs += 5 * 60_000;
    const { records } = await client.query('SELECT Name, SystemModstamp FROM Account');
    expect(records[0]).to.include({ SystemModstamp: '2026-05-01T00:00:00.000+0000' });
  });

  it('in the order that is asked for', async () => {
    client.sandbox.org.insert('Account', [
      { Name: 'b', NumberOfEmployees: 10 },
      { Name: 'A', NumberOfEmployees: 9 },
      { Name: 'c' },
      { Name: 'a', NumberOfEmployees: 10 },
    ]);
    const ordered = async (clause: string): Promise<string> => {
      const { records } = await client.query(`SELECT Name FROM Account ORDER BY ${clause}`);
      return records.map((record) => record['Name']).join('');
    };
    expect(await ordered('NumberOfEmployees, Name DESC')).to.equal('cAba');
    expect(await ordered('NumberOfEmployees DESC NULLS LAST, Name')).to.equal('abAc');
    expect(await ordered('Name, Id DESC LIMIT 2 OFFSET 1')).to.equal('Ab');
  });
});
