import { DynamicsWebApi } from 'dynamics-web-api';
import { expect } from 'chai';
import { caught } from '../../support/caught.ts';
import { logIn, startClient } from './sandbox-client.ts';
import type { Json, SandboxClient } from './sandbox-client.ts';

describe("somebody else's client gets on with the sandbox: dynamics-web-api", () => {
  let client: SandboxClient;
  let api: DynamicsWebApi;
  before(async () => {
    client = await startClient({ pageRows: 50 });
    const { sandbox } = client;
    api = new DynamicsWebApi({
      serverUrl: `${sandbox.url}/`,
      dataApi: { version: '9.2' },
      onTokenRefresh: () => logIn(sandbox),
      propagateErrors: true,
    });
    sandbox.org.insert(
      'account',
      Array.from({ length: 120 }, (_, index) => ({
        name: `account ${index}`,
        industrycode: 'Consulting',
        acme_legacyid: `key ${index}`,
      })),
    );
  });
  after(() => client.close());

  it('reads the metadata', async () => {
    const { value } = await api.retrieveEntities<Json>({ select: ['LogicalName', 'EntitySetName'] });
    expect(value.map((each) => each['EntitySetName'])).to.include.members([
      'accounts',
      'contacts',
      'systemusers',
    ]);
    const account = await api.retrieveEntity<Json>({
      key: "LogicalName='account'",
      select: ['PrimaryIdAttribute'],
      expand: [{ property: 'Attributes', select: ['LogicalName', 'AttributeType'] }],
    });
    expect(account).to.include({ PrimaryIdAttribute: 'accountid' });
    expect(account['Attributes']).to.have.length.above(60);
    const options = await api.retrieveAttributes<Json>({
      entityKey: "LogicalName='account'",
      castType: 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata',
      select: ['LogicalName'],
      expand: [{ property: 'OptionSet', select: ['Options'] }],
    });
    expect(options.value.map((each) => each['LogicalName'])).to.include('industrycode');
  });

  it('queries, page by page', async () => {
    const { value } = await api.retrieveAll<Json>({
      collection: 'accounts',
      select: ['name', 'industrycode'],
      filter: "contains(name,'account')",
      orderBy: ['name desc'],
      includeAnnotations: '*',
    });
    expect(value).to.have.length(120);
    expect(value[0]).to.include({ name: 'account 99', industrycode_Formatted: 'Consulting' });
    expect(await api.count({ collection: 'accounts', filter: "name eq 'Account 7'" })).to.equal(1);
  });

  it('writes, by ids and by alternate keys', async () => {
    const id = await api.create<Json, string>({ collection: 'accounts', data: { name: 'made' } });
    expect(client.sandbox.org.record('account', id)).to.include({ name: 'made' });
    await api.update({ collection: 'accounts', key: id, data: { name: 'changed' } });
    expect(await api.retrieve<Json>({ collection: 'accounts', key: id, select: ['name'] })).to.include({
      name: 'changed',
    });
    await api.upsert({ collection: 'accounts', key: "acme_legacyid='upserted'", data: { name: 'upserted' } });
    expect(await client.names("name eq 'upserted'")).to.have.length(1);
    await api.deleteRecord({ collection: 'accounts', key: id });
    expect(client.sandbox.org.record('account', id)).to.equal(undefined);
  });

  it('sends a batch', async () => {
    api.startBatch();
    void api.create({ collection: 'accounts', data: { name: 'batch 1' }, inChangeSet: false });
    void api.create({ collection: 'accounts', data: { name: 'batch 2' } });
    const results = await api.executeBatch();
    expect(results).to.have.length(2);
    expect(await client.names("startswith(name,'batch')")).to.deep.equal(['batch 1', 'batch 2']);
  });

  it('gets its errors', async () => {
    const error = await caught(api.retrieveMultiple({ collection: 'accounts', filter: "nmae eq 'x'" }));
    expect(error).to.include({ code: '0x80060888', status: 400 });
  });
});
