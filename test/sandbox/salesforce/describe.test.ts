import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { recordedData } from '../../support/project-root.ts';
import { startClient } from './sandbox-client.ts';
import type { SandboxClient } from './sandbox-client.ts';

type Json = Readonly<Record<string, unknown>>;
interface Describe extends Json {
  readonly fields: readonly (Json & { readonly name: string })[];
  readonly childRelationships: readonly Json[];
  readonly recordTypeInfos: readonly Json[];
}

/** null may stand where the other has a value: a formula has text where other fields have null. */
function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function expectShape(given: Json, recorded: Json, where: string): void {
  for (const [key, value] of Object.entries(recorded)) {
    expect(given, where).to.have.property(key);
    if (value === null || given[key] === null) continue;
    expect(kindOf(given[key]), `${where}.${key}`).to.equal(kindOf(value));
  }
}

describe('the sandbox describes its objects', () => {
  let client: SandboxClient;
  before(async () => {
    client = await startClient();
  });
  after(() => client.close());

  if (recordedData !== null) {
    const recorded = join(recordedData, 'salesforce-recorded');
    const load = (name: string): unknown =>
      JSON.parse(readFileSync(join(recorded, `${name}.json`), 'utf8')) as unknown;

    for (const object of ['Account', 'Contact']) {
      it(`with every key of a real org's describe of ${object}`, async () => {
        const real = load(object) as Describe;
        const own = await client.json<Describe>(`sobjects/${object}/describe`);
        expectShape(own, real, object);
        const [realChild = {}] = real.childRelationships;
        for (const child of own.childRelationships) expectShape(child, realChild, 'childRelationships');
        const [realType = {}] = real.recordTypeInfos;
        for (const type of own.recordTypeInfos) expectShape(type, realType, 'recordTypeInfos');
        const [anyField = {}] = real.fields;
        for (const field of own.fields) {
          const twin = real.fields.find((each) => each.name === field.name);
          expectShape(field, twin ?? anyField, field.name);
          if (twin !== undefined) {
            for (const key of ['type', 'soapType', 'referenceTo', 'relationshipName', 'filterable'] as const)
              expect(field[key], `${field.name}.${key}`).to.deep.equal(twin[key]);
          }
        }
        const common = real.fields.filter((field) => own.fields.some((each) => each.name === field.name));
        expect(common).to.have.length.above(45);
      });
    }

    it("with every key of a real org's list of objects", async () => {
      const real = load('Global') as Json & { readonly sobjects: readonly Json[] };
      const own = await client.json<{ sobjects: Json[] }>('sobjects');
      expectShape(own, real, 'global');
      const [account = {}] = real.sobjects;
      for (const object of own.sobjects) expectShape(object, account, String(object['name']));
    });
  }

  it('with picklists, formulas, external ids and references', async () => {
    const { fields } = await client.json<Describe>('sobjects/account/describe');
    const named = (name: string): Json => fields.find((field) => field.name === name) ?? {};
    expect(named('Health__c')).to.deep.include({
      type: 'picklist',
      restrictedPicklist: true,
      custom: true,
      picklistValues: ['red', 'yellow', 'green'].map((value) => ({
        active: true,
        defaultValue: false,
        label: value,
        validFor: null,
        value,
      })),
    });
    expect(named('Score__c')).to.include({ calculated: true, updateable: false, type: 'double' });
    expect(named('LegacyId__c')).to.include({ externalId: true, unique: true, idLookup: true });
    expect(named('BillingAddress')).to.include({ type: 'address', sortable: false, createable: false });
    expect(named('BillingCity')).to.include({ compoundFieldName: 'BillingAddress' });
    const { fields: ofTask } = await client.json<Describe>('sobjects/Task/describe');
    expect(ofTask.find((field) => field.name === 'WhoId')).to.deep.include({
      polymorphicForeignKey: true,
      referenceTo: ['Contact', 'Lead'],
      relationshipName: 'Who',
    });
  });

  it('with those that a test defines, of any width', async () => {
    const names = Array.from({ length: 800 }, (_, index) => `Pick_${index}__c`);
    client.sandbox.org.define({
      name: 'Wide__c',
      fields: names.map((name) => ({ name, type: 'string' })),
    });
    client.sandbox.org.insert('Wide__c', [{ Name: 'a', Pick_799__c: 'last' }]);
    const { fields } = await client.json<Describe>('sobjects/Wide__c/describe');
    expect(fields.map((field) => field.name)).to.include.members(['Id', 'Name', 'SystemModstamp', ...names]);
    const { records } = await client.query(`SELECT ${names.join(',')} FROM Wide__c`);
    expect(records[0]).to.include({ Pick_0__c: null, Pick_799__c: 'last' });
  });

  it('and says where there is none', async () => {
    const response = await client.fetch('sobjects/Acount/describe');
    expect(response.status).to.equal(404);
    expect(await response.json()).to.deep.equal([
      { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
    ]);
  });
});
