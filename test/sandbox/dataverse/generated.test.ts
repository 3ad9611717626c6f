import { expect } from 'chai';
import { defineGeneratedTable } from '../../../src/sandbox/dataverse/generated/define-generated-table.ts';
import { startClient } from './sandbox-client.ts';
import type { Json, ListAnswer, SandboxClient } from './sandbox-client.ts';

const rows = 12_000;

describe('generated records of the Dataverse sandbox', () => {
  let client: SandboxClient;
  before(async () => {
    client = await startClient();
    defineGeneratedTable(client.sandbox.org, { name: 'acme_customer', rows });
  });
  after(() => client.close());

  async function read(options: Readonly<Record<string, string>>): Promise<Json[]> {
    let page = await client.list('acme_customers', options);
    const all = [...page.value];
    while (page['@odata.nextLink'] !== undefined) {
      page = await client.json<ListAnswer>(page['@odata.nextLink']);
      all.push(...page.value);
    }
    return all;
  }

  it('come in pages without a gap, by their ids or by their stamps', async () => {
    const byId = await read({ $select: 'acme_number,modifiedon' });
    expect(byId.map((row) => row['acme_number'])).to.deep.equal(
      Array.from({ length: rows }, (_, index) => String(index).padStart(9, '0')),
    );
    const byStamp = await read({ $select: 'acme_number,modifiedon', $orderby: 'modifiedon,acme_customerid' });
    expect(byStamp).to.deep.equal(byId);
  });

  it('are the same for the same number, whatever else is asked', async () => {
    const [row] = (await client.list('acme_customers', { $filter: "acme_number eq '000004321'" })).value;
    const id = String(row?.['acme_customerid']);
    const one = await client.json<Json>(`acme_customers(${id})`);
    expect(one).to.deep.include({ ...row });
    expect(await client.refusal('acme_customers(00000000-0000-0000-0000-000000000001)')).to.include({
      status: 404,
    });
  });

  it('have values of every kind, with what breaks programs', async () => {
    const all = await read({
      $select: 'acme_name,acme_street,acme_type,acme_modules,acme_contractvalue,acme_ispartner',
    });
    const names = all.map((row) => row['acme_name']).join('\t');
    for (const part of ['"', ',', '🌍', '青山']) expect(names).to.include(part);
    expect(all.map((row) => row['acme_street']))
      .to.include('N/A')
      .and.to.include(null);
    expect(all.map((row) => row['acme_modules'])).to.include('100000002,100000001,100000003');
    expect(all.map((row) => row['acme_type'])).to.include(100_000_003);
    expect(all.map((row) => row['acme_ispartner']))
      .to.include(true)
      .and.to.include(false);
  });

  it('can be counted, and not changed', async () => {
    const $apply = 'filter(acme_ispartner eq true)/aggregate($count as n)';
    const counted = (await client.list('acme_customers', { $apply })).value[0];
    expect(counted?.['n']).to.be.within(rows / 11, rows / 9);
    expect((await client.send('POST', 'acme_customers', { acme_name: 'x' })).status).to.equal(501);
  });
});
