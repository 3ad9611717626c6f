import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DescribeSObjectResult } from 'jsforce/lib/types/index.js';
import { createDescribeCache } from '../../../src/connectors/describe-cache.ts';
import { createSalesforceDescriber } from '../../../src/connectors/salesforce/describe.ts';
import type { Describer } from '../../../src/connectors/describer.ts';
import { createOrgApi } from '../../../src/connectors/salesforce/org-api.ts';
import { createHttp } from '../../../src/connectors/salesforce/request.ts';
import { sourceObjectOf } from '../../../src/connectors/salesforce/source-object.ts';
import { createSessionSource } from '../../../src/connectors/session-source.ts';
import { RetryableError, UserError } from '../../../src/domain/errors.ts';
import { caught } from '../../support/caught.ts';
import { recordedData } from '../../support/project-root.ts';
import { aTuning } from './a-tuning.ts';
import { sendError, sendJson, startScriptedServer } from '../scripted-server.ts';
import type { Script, ScriptedServer } from '../scripted-server.ts';

const aField = (name: string, type: string, changes: object = {}): object => ({
  name,
  type,
  label: name,
  length: 0,
  nillable: true,
  referenceTo: [],
  relationshipName: null,
  picklistValues: [],
  deprecatedAndHidden: false,
  compoundFieldName: null,
  ...changes,
});
const aDescribe = (name: string, fields: readonly object[]): object => ({
  name,
  label: name,
  labelPlural: `${name}s`,
  custom: false,
  queryable: true,
  fields,
});
const reference = (name: string, ...objects: string[]): object =>
  aField(name, 'reference', { referenceTo: objects, relationshipName: name.replace(/Id$/, '') });

const describes: Readonly<Record<string, object>> = {
  account: aDescribe('Account', [
    aField('Id', 'id'),
    reference('OwnerId', 'User', 'Group'),
    reference('ParentId', 'Account'),
    reference('SecretId', 'Hidden'),
  ]),
  name: aDescribe('Name', [aField('Name', 'string'), aField('Type', 'picklist')]),
};
const listed = ['Account', 'Contact', 'AccountTeamMember'].map((name) => aDescribe(name, []));

describe('describing a Salesforce object', () => {
  let opened: ScriptedServer[] = [];
  afterEach(async () => {
    await Promise.all(opened.map((server) => server.close()));
    opened = [];
  });

  async function aDescriber(disturb?: Script): Promise<{ describer: Describer; server: ScriptedServer }> {
    const server = await startScriptedServer((request, response, number) => {
      if (disturb) {
        disturb(request, response, number);
        if (response.writableEnded) return undefined;
      }
      if (request.path.endsWith('/sobjects')) return sendJson(response, 200, { sobjects: listed });
      const name = /sobjects\/(\w+)\/describe$/.exec(request.path)?.[1]?.toLowerCase() ?? '';
      const found = describes[name];
      return found ? sendJson(response, 200, found) : sendError(response, 404, 'NOT_FOUND');
    });
    opened.push(server);
    const sessions = createSessionSource(() =>
      Promise.resolve({
        accessToken: 'token',
        instanceUrl: server.url,
        expiresAtMs: null,
        apiVersion: '61.0',
      }),
    );
    const org = createOrgApi(createHttp({ sessions, tuning: aTuning() }));
    return { describer: createSalesforceDescriber(org, createDescribeCache()), server };
  }

  it('goes through jsforce to the version of the connection, with the session', async () => {
    const { describer, server } = await aDescriber();
    expect((await describer.object('account')).name).to.equal('Account');
    expect(server.requests[0]?.path).to.equal('/services/data/v61.0/sobjects/account/describe');
    expect(server.requests[0]?.headers.authorization).to.equal('Bearer token');
  });

  it('looks up a lookup to several objects in the fields they have in common', async () => {
    const { describer } = await aDescriber();
    const schema = await describer.schema('Account', ['Owner.Name', 'Parent.Parent.Owner.Type']);
    expect(schema.field('owner.name')).to.include({ kind: 'found', path: 'Owner.Name' });
    expect(schema.field('Parent.Parent.Owner.Type')).to.include({ kind: 'found' });
    expect(schema.field('Owner.Email')).to.include({ kind: 'missing', segment: 'Email', object: 'Name' });
  });

  it('leaves out a parent that the user may not see', async () => {
    const { describer } = await aDescriber();
    const schema = await describer.schema('Account', ['Secret.Name', 'Owner.Name']);
    expect(schema.field('Secret.Name')).to.have.property('kind', 'missing');
    expect(schema.field('Owner.Name')).to.have.property('kind', 'found');
  });

  it('answers an unknown object with the nearest names, and never puts a strange name into an address', async () => {
    for (const name of ['Acount', 'Account/../x', '']) {
      const { describer, server } = await aDescriber();
      const error = await caught(describer.object(name));
      expect(error).to.be.instanceOf(UserError).and.have.property('code', 'unknown_object');
      if (name === 'Acount') expect(error.message).to.include('Did you mean Account');
      else
        expect(server.requests.map((request) => request.path)).to.deep.equal([
          '/services/data/v61.0/sobjects',
        ]);
    }
  });

  it('has the errors, the patience and the retries of every other request', async () => {
    const busy = await aDescriber((_, response, number) => {
      if (number < 3) sendJson(response, 503, '', { 'retry-after': '5' });
    });
    expect((await busy.describer.object('Account')).name).to.equal('Account');
    expect(busy.server.requests).to.have.length(3);
    const down = await aDescriber((_, response) => sendJson(response, 503, ''));
    expect(await caught(down.describer.object('Account'))).to.be.instanceOf(RetryableError);
  });
});

if (recordedData !== null) {
  const recorded = join(recordedData, 'salesforce-recorded');
  const read = (file: string): DescribeSObjectResult =>
    JSON.parse(readFileSync(join(recorded, file), 'utf8')) as DescribeSObjectResult;

  describe('a describe that a real org gave', () => {
    it('has the parts of an address, but no address to read', () => {
      const account = sourceObjectOf(read('Account.json'));
      const field = (name: string) => account.fields.find((each) => each.name === name);
      expect(account).to.include({ name: 'Account', label: 'Account', queryable: true });
      expect(field('BillingAddress')?.type).to.equal('compound');
      expect(field('BillingCity')).to.include({ type: 'string', compoundName: 'BillingAddress' });
      expect(field('Name')).to.include({ type: 'string' }).and.not.have.property('compoundName');
      expect(field('OwnerId')?.relationship).to.deep.equal({
        name: 'Owner',
        objects: ['User'],
        resolvesTo: 'User',
      });
      expect(field('Industry')?.picklistValues).to.have.length.above(10);
      expect(field('AnnualRevenue')?.type).to.equal('currency');
      expect(field('SystemModstamp')?.type).to.equal('datetime');
    });

    it('has names in one piece and in parts', () => {
      const contact = sourceObjectOf(read('Contact.json'));
      const field = (name: string) => contact.fields.find((each) => each.name === name);
      expect(field('Name')).to.include({ type: 'string' }).and.not.have.property('compoundName');
      expect(field('LastName')).to.include({ type: 'string', compoundName: 'Name' });
      expect(field('Email')?.type).to.equal('email');
    });
  });
}
