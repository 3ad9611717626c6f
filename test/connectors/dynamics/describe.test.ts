import { DynamicsWebApi } from 'dynamics-web-api';
import { expect } from 'chai';
import type { CrmClient } from '../../../src/connectors/connector.ts';
import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import { RetryableError, UserError } from '../../../src/domain/errors.ts';
import { caught } from '../../support/caught.ts';
import { logIn } from '../../sandbox/dataverse/sandbox-client.ts';
import { sandboxClient } from './sandbox-client.ts';

/** A table alone, its columns, and the choices of five types of columns. */
const requestsOfTable = 7;

describe('describing a table of Dynamics 365', () => {
  let sandbox: DataverseSandbox;
  let client: CrmClient;
  beforeEach(async () => {
    sandbox = await startDataverseSandbox();
    client = sandboxClient(sandbox);
  });
  afterEach(() => sandbox.close());

  const paths = (): string[] =>
    sandbox.traffic.recent.map(({ url }) => url).filter((url) => url.includes('EntityDefinitions'));

  it('takes any letter case, asks for a table once, and for its choices by their types', async () => {
    expect((await client.loadSchema('Account', [])).object.name).to.equal('account');
    await client.loadSchema('account', ['name']);
    expect(paths()).to.have.length(requestsOfTable);
    const { object } = await client.loadSchema('account', []);
    const industry = object.fields.find(({ name }) => name === 'industrycode');
    expect(industry).to.include({ type: 'picklist', restrictedPicklist: true });
    expect(industry?.picklistValues.map(({ label }) => label)).to.include('Consulting');
  });

  it('describes what somebody else’s client, dynamics-web-api, is told', async () => {
    const api = new DynamicsWebApi({
      serverUrl: `${sandbox.url}/`,
      dataApi: { version: '9.2' },
      onTokenRefresh: () => logIn(sandbox),
    });
    const key = "LogicalName='contact'";
    const { value } = await api.retrieveAttributes<Readonly<Record<string, unknown>>>({ entityKey: key });
    const { object } = await client.loadSchema('contact', []);
    const plain = value.filter((each) => each['AttributeOf'] === null && each['IsValidForRead'] === true);
    expect(plain).to.have.length.above(30);
    for (const { LogicalName, IsValidForCreate, IsValidForUpdate } of plain) {
      const field = object.fields.find(({ name }) => name === LogicalName);
      if (field === undefined) continue;
      expect(field, String(LogicalName)).to.include({
        createable: IsValidForCreate,
        updateable: IsValidForUpdate,
      });
    }
    const entity = await api.retrieveEntity<Readonly<Record<string, unknown>>>({ key });
    expect(object).to.include({ name: entity['LogicalName'], entitySetName: entity['EntitySetName'] });
  });

  it('lets the id of a new record be chosen', async () => {
    const { object } = await client.loadSchema('account', []);
    expect(object.fields.find(({ type }) => type === 'id')).to.include({
      name: 'accountid',
      createable: true,
    });
  });

  it('leads over lookups to what they are of, level by level', async () => {
    const schema = await client.loadSchema('contact', [
      'parentcustomerid_account.parentaccountid.name',
      'ownerid.fullname',
    ]);
    expect(schema.field('parentcustomerid_account.parentaccountid.name')).to.have.property('kind', 'found');
    expect(schema.field('OwnerId.FullName')).to.include({ kind: 'found', path: 'ownerid.fullname' });
    expect(schema.field('ownerid.nosuch')).to.include({ kind: 'missing', segment: 'nosuch' });
  });

  it('answers an unknown table with the nearest names, and never puts a strange name into an address', async () => {
    const error = await caught(client.loadSchema('acount', []));
    expect(error).to.be.instanceOf(UserError).and.have.property('code', 'unknown_object');
    expect(error.message).to.include('Did you mean account').and.include('table');
    const before = paths().filter((url) => url.includes("LogicalName='")).length;
    for (const name of ["account')/Attributes?x=('", 'account/../x', '']) {
      expect(await caught(client.loadSchema(name, []))).to.have.property('code', 'unknown_object');
    }
    expect(paths().filter((url) => url.includes("LogicalName='"))).to.have.length(before);
  });

  it('has the errors, the patience and the retries of every other request', async () => {
    for (const kind of ['too many requests', 'bad gateway', 'truncated', 'reset'] as const)
      sandbox.disturb({ kind, match: { path: /EntityDefinitions/ } });
    expect((await client.loadSchema('account', [])).object.name).to.equal('account');
    sandbox.disturb({ kind: 'unavailable', times: 1_000 });
    expect(await caught(client.loadSchema('contact', []))).to.be.instanceOf(RetryableError);
  });
});
