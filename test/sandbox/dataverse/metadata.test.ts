import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { recordedData } from '../../support/project-root.ts';
import { startClient } from './sandbox-client.ts';
import type { Json, SandboxClient } from './sandbox-client.ts';

interface Label {
  readonly UserLocalizedLabel?: Json | null;
}

interface Attribute extends Json {
  readonly LogicalName: string;
  readonly DisplayName: Label;
}

interface Entity extends Json {
  readonly Attributes: readonly Attribute[];
  readonly DisplayName: Label;
}

interface OptionSet {
  readonly Options: readonly { readonly Value: number; readonly Label: Label }[];
}

/** null may stand where the other has a value. */
function expectShape(given: Json, recorded: Json, where: string): void {
  for (const [key, value] of Object.entries(recorded)) {
    expect(given, where).to.have.property(key);
    if (value === null || given[key] === null) continue;
    expect(typeof given[key], `${where}.${key}`).to.equal(typeof value);
  }
}

const table = (name: string): string => `EntityDefinitions(LogicalName='${name}')`;
const nameOf = (column: Json): unknown => column['LogicalName'];

describe('the sandbox has the metadata of its tables', () => {
  let client: SandboxClient;
  before(async () => {
    client = await startClient();
  });
  after(() => client.close());

  const columns = async (path: string): Promise<readonly Json[]> =>
    (await client.json<{ value: Json[] }>(path)).value;

  if (recordedData !== null) {
    const recorded = join(recordedData, 'dataverse-recorded');
    for (const name of ['account', 'contact']) {
      it(`with every key of a real one's of ${name}`, async () => {
        const real = JSON.parse(readFileSync(join(recorded, `${name}.json`), 'utf8')) as Entity;
        const own = await client.json<Entity>(`${table(name)}?$expand=Attributes`);
        expectShape(own, real, name);
        expectShape(
          own.DisplayName.UserLocalizedLabel ?? {},
          real.DisplayName.UserLocalizedLabel ?? {},
          name,
        );
        for (const key of [
          'LogicalName',
          'EntitySetName',
          'ObjectTypeCode',
          'PrimaryIdAttribute',
          'PrimaryNameAttribute',
          'PrimaryImageAttribute',
          'SchemaName',
        ])
          expect(own[key], key).to.equal(real[key]);
        const [anyColumn] = real.Attributes;
        for (const column of own.Attributes) {
          const twin = real.Attributes.find((each) => each.LogicalName === column.LogicalName);
          expectShape(column, twin ?? anyColumn ?? {}, column.LogicalName);
          if (twin === undefined) continue;
          for (const key of ['AttributeType', 'SchemaName', 'IsPrimaryName', 'IsPrimaryId'])
            expect(column[key], `${column.LogicalName}.${key}`).to.equal(twin[key]);
          if (twin['@odata.type'] !== undefined)
            expect(column['@odata.type'], column.LogicalName).to.equal(twin['@odata.type']);
          const label = twin.DisplayName.UserLocalizedLabel?.['Label'];
          if (label !== undefined)
            expect(column.DisplayName.UserLocalizedLabel?.['Label'], column.LogicalName).to.equal(label);
        }
        const common = real.Attributes.filter((each) =>
          own.Attributes.some((column) => column.LogicalName === each.LogicalName),
        );
        expect(common).to.have.length.above(18);
      });
    }
  }

  it('as a list, with only what is selected, filtered', async () => {
    const all = await columns('EntityDefinitions?$select=LogicalName,EntitySetName,IsActivity');
    expect(all.map(nameOf)).to.include.members(['account', 'contact', 'task', 'opportunity', 'systemuser']);
    expect(Object.keys(all[0] ?? {}).sort()).to.deep.equal([
      'EntitySetName',
      'IsActivity',
      'LogicalName',
      'MetadataId',
    ]);
    const filter = "IsActivity eq true and LogicalName ne 'task'";
    const activities = await columns(`EntityDefinitions?$filter=${encodeURIComponent(filter)}`);
    expect(activities.map(nameOf)).to.deep.equal(['phonecall', 'appointment']);
  });

  it('by the id of the metadata too', async () => {
    const byName = await client.json<Json>(table('account'));
    const byId = await client.json<Json>(`EntityDefinitions(${String(byName['MetadataId'])})`);
    expect(byId).to.deep.equal(byName);
  });

  it('with choices, which have to be asked for by their kind', async () => {
    const kind = (name: string): string => `${table('account')}/Attributes/Microsoft.Dynamics.CRM.${name}`;
    const picklists = await columns(
      `${kind('PicklistAttributeMetadata')}?$select=LogicalName&$expand=OptionSet`,
    );
    const health = picklists.find((each) => each['LogicalName'] === 'acme_health') ?? {};
    const { Options: options } = health['OptionSet'] as OptionSet;
    const labels = options.map(({ Value, Label: label }) => [Value, label.UserLocalizedLabel?.['Label']]);
    expect(labels).to.deep.equal([
      [100_000_000, 'red'],
      [100_000_001, 'yellow'],
      [100_000_002, 'green'],
    ]);
    const states = await columns(
      `${table('task')}/Attributes/Microsoft.Dynamics.CRM.StatusAttributeMetadata?$expand=OptionSet`,
    );
    expect(states[0]).to.have.nested.property('OptionSet.Options[4].State', 1);
    const switches = await columns(`${kind('BooleanAttributeMetadata')}?$expand=OptionSet`);
    expect(switches[0]).to.have.nested.property('OptionSet.TrueOption.Value', 1);
    const several = await columns(`${kind('MultiSelectPicklistAttributeMetadata')}?$select=LogicalName`);
    expect(several.map(nameOf)).to.deep.equal(['acme_modules']);
    expect(
      await columns(`${table('account')}/Attributes?$filter=LogicalName eq 'industrycode'`),
    ).to.have.length(1);
    expect((await columns(`${table('account')}/Attributes`))[0]).not.to.have.property('OptionSet');
  });

  it('with what each kind of column says', async () => {
    const all = await columns(`${table('account')}/Attributes`);
    const named = (name: string): Json => all.find((each) => each['LogicalName'] === name) ?? {};
    expect(named('name')).to.include({ MaxLength: 160, IsPrimaryName: true, AttributeOf: null });
    expect(named('revenue')).to.include({ MinValue: 0, Precision: 2, AttributeType: 'Money' });
    expect(named('acme_renewaldate')).to.deep.include({
      Format: 'DateOnly',
      DateTimeBehavior: { Value: 'DateOnly' },
    });
    expect(named('ownerid')).to.deep.include({ Targets: ['systemuser', 'team'], AttributeType: 'Owner' });
    expect(named('acme_modules')).to.deep.include({
      AttributeType: 'Virtual',
      AttributeTypeName: { Value: 'MultiSelectPicklistType' },
    });
    expect(named('acme_score')).to.include({ SourceType: 1, IsValidForUpdate: false });
    expect(named('owneridname')).to.include({ AttributeOf: 'ownerid', IsValidODataAttribute: false });
    expect(named('name')).to.deep.include({
      RequiredLevel: { Value: 'ApplicationRequired', CanBeChanged: true },
    });
  });

  it('with relationships by the names that queries have for them, and with keys', async () => {
    const ways = await columns(
      `${table('contact')}/ManyToOneRelationships?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName`,
    );
    const company = ways.filter((each) => each['ReferencingAttribute'] === 'parentcustomerid');
    expect(company.map((each) => each['ReferencingEntityNavigationPropertyName'])).to.deep.equal([
      'parentcustomerid_account',
      'parentcustomerid_contact',
    ]);
    const children = await columns(`${table('account')}/OneToManyRelationships`);
    expect(children.map((each) => each['ReferencingEntity'])).to.include.members([
      'contact',
      'task',
      'account',
    ]);
    const [key] = await columns(`${table('account')}/Keys`);
    expect(key).to.deep.include({ LogicalName: 'acme_legacykey', KeyAttributes: ['acme_legacyid'] });
  });

  it('with those that a test defines, of any width', async () => {
    const names = Array.from({ length: 800 }, (_, index) => `acme_pick${index}`);
    client.sandbox.org.define({
      logicalName: 'acme_wide',
      columns: names.map((logicalName) => ({ logicalName, type: 'string' })),
    });
    client.sandbox.org.insert('acme_wide', [{ acme_name: 'a', acme_pick799: 'last' }]);
    const all = await columns(`${table('acme_wide')}/Attributes?$select=LogicalName`);
    expect(all.map(nameOf)).to.include.members(['acme_wideid', 'acme_name', 'modifiedon', ...names]);
    const { value } = await client.list('acme_wides', { $select: names.join() });
    expect(value[0]).to.include({ acme_pick0: null, acme_pick799: 'last' });
  });

  const refusals = [
    [table('acount'), 404, '0x80060888'],
    [`${table('account')}?$select=Nmae`, 400, '0x80060888'],
    [`${table('account')}/Attributes?$select=Targets`, 400, '0x80060888'],
    [`${table('account')}/Nothing`, 404, '0x8006088a'],
    [`${table('account')}/Attributes(LogicalName='nmae')`, 404, '0x80060888'],
    ["EntityDefinitions?$filter=Nmae eq 'x'", 400, '0x80060888'],
  ] as const;
  for (const [path, status, code] of refusals) {
    it(`and refuses ${path}`, async () => {
      expect(await client.refusal(path)).to.include({ status, code });
    });
  }
});
