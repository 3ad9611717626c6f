import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { hubObjects, type HubObject } from '../../../src/domain/hub-object.ts';
import { autoMap, entriesOf } from '../../../src/domain/mapping/auto-map.ts';
import { checkMapping } from '../../../src/domain/mapping/check.ts';
import { schemaOf } from '../../../src/domain/schema-of.ts';
import type { SourceFieldType, SourceObject } from '../../../src/domain/source-schema.ts';
import { recordedData } from '../../support/project-root.ts';
import { aField, anObject } from '../../support/source-schema.ts';

interface Recorded {
  readonly LogicalName: string;
  readonly PrimaryIdAttribute: string;
  readonly Attributes: readonly {
    readonly AttributeType: string;
    readonly LogicalName: string;
    readonly DisplayName: { readonly UserLocalizedLabel: { readonly Label: string } | null };
  }[];
}

/** Only a table's own key is its id; the other unique identifiers point elsewhere without saying where. */
const types: Readonly<Record<string, SourceFieldType>> = {
  String: 'string',
  Lookup: 'reference',
  Customer: 'reference',
  Uniqueidentifier: 'reference',
};

function recorded(name: string): SourceObject {
  const path = join(recordedData ?? '', 'dataverse-recorded', `${name}.json`);
  const table = JSON.parse(readFileSync(path, 'utf8')) as Recorded;
  const fields = table.Attributes.map(({ AttributeType, LogicalName, DisplayName }) =>
    aField(
      LogicalName,
      LogicalName === table.PrimaryIdAttribute ? 'id' : (types[AttributeType] ?? 'string'),
      {
        label: DisplayName.UserLocalizedLabel?.Label ?? LogicalName,
      },
    ),
  );
  return anObject(table.LogicalName, fields);
}

if (recordedData !== null) {
  describe('a table as Dataverse describes it', () => {
    const cases: readonly [name: string, hub: HubObject, mapped: Readonly<Record<string, string>>][] = [
      [
        'account',
        hubObjects.accounts,
        { accountid: 'account_id', name: 'name', parentaccountid: 'parent_account_id' },
      ],
      [
        'contact',
        hubObjects.users,
        // Not parentcustomerid, which may name a contact instead of an account.
        { accountid: 'account_id', contactid: 'user_id', fullname: 'name' },
      ],
    ];
    for (const [name, hub, mapped] of cases) {
      const schema = (): ReturnType<typeof schemaOf> => schemaOf(recorded(name), new Map());

      it(`of ${name} is mapped by itself, without the ids that say nothing`, () => {
        const sourceObject = recorded(name);
        const fields = sourceObject.fields.map((field) => field.name);
        const input = { object: hub, attributes: hub.attributes, schema: schema() };
        const suggestions = autoMap({ ...input, sourceObject, fields });
        const targets = suggestions.filter(({ target, isNew }) => target !== null && !isNew);
        expect(Object.fromEntries(targets.map(({ path, target }) => [path, target]))).to.deep.equal(mapped);
        const mapping = entriesOf(suggestions, hub, sourceObject);
        expect(checkMapping({ ...input, mapping }).problems).to.deep.equal([]);
      });

      it(`of ${name} finds every field, however its letters are written, and suggests it after a slip`, () => {
        const found = schema();
        for (const field of recorded(name).fields) {
          expect(found.field(field.name.toUpperCase())).to.deep.include({ kind: 'found', path: field.name });
          if (field.name.length < 9) continue;
          const slip = found.field(field.name.replace(/(.)(.)$/, '$2$1'));
          if (slip.kind === 'missing') expect(slip.suggestions, field.name).to.include(field.name);
        }
      });
    }
  });
}
