import { expect } from 'chai';
import { checkFilter } from '../../src/domain/filter/check.ts';
import { compileMatches } from '../../src/domain/filter/matches.ts';
import { parseFilter } from '../../src/domain/filter/parse.ts';
import { hubObjectNames, hubObjects } from '../../src/domain/hub-object.ts';
import type { HubAttribute } from '../../src/domain/hub-object.ts';
import { hubSchema } from '../../src/domain/hub-schema.ts';
import { openZone } from '../../src/domain/zone.ts';
import { aFilter } from '../support/filters.ts';
import { userErrorOf } from '../support/thrown.ts';

const added: readonly HubAttribute[] = [
  { name: 'regions', label: 'Regions', type: 'list', isKey: false, isStandard: false },
  { name: 'is_partner', label: 'Is partner', type: 'boolean', isKey: false, isStandard: false },
];
const schema = hubSchema(hubObjects.accounts, [...hubObjects.accounts.attributes, ...added]);

function isTaken(text: string, cells: Readonly<Record<string, string | null>>, timezone = 'UTC'): boolean {
  const filter = parseFilter(text);
  if (filter === null) throw new Error('A filter was expected');
  const nowMs = Date.parse('2026-03-01T12:00:00Z');
  const matches = compileMatches(checkFilter(filter, schema), {
    schema,
    columns: Object.keys(cells),
    nowMs,
    zone: openZone(timezone),
  });
  return matches(Object.values(cells));
}

describe('hubSchema', () => {
  it('has a field for every attribute of every object, keys never without a value', () => {
    for (const name of hubObjectNames) {
      const { attributes, keys } = hubObjects[name];
      const { object } = hubSchema(hubObjects[name], attributes);
      expect(object.fields.map((field) => field.name)).to.deep.equal(attributes.map((each) => each.name));
      expect(object.fields.filter(({ nillable }) => !nillable).map((field) => field.name)).to.deep.equal(
        keys,
      );
    }
  });

  it('tells how long texts and keys can be', () => {
    const lengths = new Map(schema.object.fields.map(({ name, length }) => [name, length]));
    expect(lengths.get('account_id')).to.equal(480);
    expect(lengths.get('status')).to.equal(512);
    expect(lengths.get('contract_value')).to.equal(undefined);
  });

  it('takes days and moments of one attribute for what they are in the zone that is counted by', () => {
    const filter = 'renewal_date = 2026-03-01';
    expect(isTaken(filter, { renewal_date: '2026-03-01' }, 'America/New_York')).to.equal(true);
    expect(isTaken(filter, { renewal_date: '2026-03-02T02:00:00.000Z' }, 'America/New_York')).to.equal(true);
    expect(isTaken(filter, { renewal_date: '2026-03-02T02:00:00.000Z' })).to.equal(false);
  });

  it('takes lists for several values, and foreign keys for ids in either form', () => {
    expect(isTaken("regions INCLUDES ('emea')", { regions: 'APAC;EMEA' })).to.equal(true);
    const long = '001d000000abcdeaam';
    expect(isTaken("parent_account_id = '001D000000ABCDE'", { parent_account_id: long })).to.equal(false);
    expect(isTaken("parent_account_id = '001D000000ABCDEAAM'", { parent_account_id: long })).to.equal(true);
  });

  it('names attributes without letter case, and the nearest where there is none', () => {
    expect(isTaken('IS_PARTNER = true', { is_partner: 'true' })).to.equal(true);
    const error = userErrorOf(() => isTaken("helth = 'red'", { health: 'red' }));
    expect(error.message).to.include('accounts has no field or parent "helth"').and.to.include('health');
    const { users } = hubObjects;
    const filter = aFilter("health = 'red'");
    expect(userErrorOf(() => checkFilter(filter, hubSchema(users, users.attributes))).message).to.include(
      'It has account_id, user_id, name, first_name',
    );
  });
});
