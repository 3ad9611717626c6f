import { defaultParser } from '@odata/parser';
import { expect } from 'chai';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { openZone } from '../../../src/domain/zone.ts';
import type { SourceSchema } from '../../../src/domain/source-schema.ts';
import { compileFilter } from '../../../src/connectors/dynamics/compile-filter.ts';
import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import { aFilter } from '../../support/filters.ts';
import { userErrorOf } from '../../support/thrown.ts';
import { sandboxClient } from './sandbox-client.ts';

/** A Wednesday; in Berlin, where it is two hours later, already Thursday. */
const clock = { nowMs: Date.parse('2026-07-15T22:30:00Z'), zone: openZone('Europe/Berlin') };
const parents = ['parentaccountid.name', 'parentaccountid.acme_modules', 'ownerid.fullname'];

type Golden = readonly [filter: string, odata: string];

const crm = 'Microsoft.Dynamics.CRM';
const groups: Readonly<Record<string, readonly Golden[]>> = {
  'text and numbers': [
    [`name = 'Acme'`, `name eq 'Acme'`],
    [`NAME = "O'Neil \\\\ Sons"`, `name eq 'O''Neil \\ Sons'`],
    [`name < 'M'`, `name lt 'M'`],
    [`revenue >= 1500.50`, `revenue ge 1500.5`],
    [`revenue = 123456789012345678.99`, `revenue eq 123456789012345678.99`],
    [`numberofemployees IN (1, 2, 2.0)`, `numberofemployees eq 1 or numberofemployees eq 2`],
    [`numberofemployees < 3000000000`, `numberofemployees ne null`],
    [`name IN ('a', 'A', 'b"c')`, `${crm}.In(PropertyName='name',PropertyValues=["a","b\\"c"])`],
    [`acme_strategic = true`, `acme_strategic eq true`],
  ],
  'records without a value': [
    [`name = null`, `name eq null`],
    [`name != 'Acme'`, `name ne 'Acme' or name eq null`],
    [`NOT revenue > 5`, `revenue le 5 or revenue eq null`],
    [`name NOT IN ('a', null)`, `name ne 'a' and name ne null`],
    [`NOT name LIKE 'a%'`, `not startswith(name,'a') or name eq null`],
  ],
  patterns: [
    [`name CONTAINS '50%_[x]'`, `contains(name,'50[%][_][[]x]')`],
    [`name LIKE 'a%b_c'`, `startswith(name,'a%b_c') and endswith(name,'b_c')`],
    [`name LIKE '_b'`, `startswith(name,'_b') and not startswith(name,'_b_')`],
    [`name LIKE '%'`, `name ne null`],
  ],
  choices: [
    [`industrycode = 'consulting'`, `industrycode eq 7`],
    [`industrycode = 7`, `industrycode eq 7`],
    [
      `acme_health IN ('red', 'green')`,
      `${crm}.In(PropertyName='acme_health',PropertyValues=["100000000","100000002"])`,
    ],
    [
      `acme_modules INCLUDES ('Core;Billing', 'Mobile')`,
      `${crm}.ContainValues(PropertyName='acme_modules',PropertyValues=["100000003"]) or (${crm}.ContainValues(PropertyName='acme_modules',PropertyValues=["100000000"]) and ${crm}.ContainValues(PropertyName='acme_modules',PropertyValues=["100000002"]))`,
    ],
    [`donotemail = 'Do Not Allow'`, `donotemail eq true`],
  ],
  'lookups and parents': [
    [
      `parentaccountid = '{5F1D7C2E-0B6A-4C93-9A58-2E4B7D90C116}'`,
      `_parentaccountid_value eq 5f1d7c2e-0b6a-4c93-9a58-2e4b7d90c116`,
    ],
    [`parentaccountid.name IN ('a', 'b')`, `parentaccountid/name eq 'a' or parentaccountid/name eq 'b'`],
    [`ownerid.fullname = 'Ada'`, `owninguser/fullname eq 'Ada'`],
  ],
  dates: [
    [`acme_renewaldate = TODAY`, `acme_renewaldate eq 2026-07-16`],
    [`acme_renewaldate = THIS_MONTH`, `acme_renewaldate ge 2026-07-01 and acme_renewaldate lt 2026-08-01`],
    [`createdon > 2026-03-01`, `createdon ge 2026-03-01T23:00:00Z`],
    [`createdon = LAST_N_DAYS:1`, `createdon ge 2026-07-14T22:00:00Z and createdon lt 2026-07-16T22:00:00Z`],
  ],
};

describe('filters as OData', () => {
  let schema: SourceSchema;
  before(async () => {
    const sandbox = await startDataverseSandbox();
    schema = await sandboxClient(sandbox).loadSchema('account', parents);
    await sandbox.close();
  });

  const compiled = (text: string): string => {
    const condition = compileFilter(checkFilter(aFilter(text), schema), schema, clock);
    return typeof condition === 'string' ? condition : condition.text;
  };

  for (const [group, golden] of Object.entries(groups)) {
    describe(group, () => {
      for (const [filter, odata] of golden) {
        it(filter, () => {
          expect(compiled(filter)).to.equal(odata);
          // A parser that no one here wrote; it knows no line ends in texts.
          expect(() =>
            defaultParser.filter(encodeURI(odata).replaceAll('%20', ' ').replaceAll('%22', '"')),
          ).to.not.throw();
        });
      }
    });
  }

  it('knows without asking what no record can be', () => {
    expect(compiled('name IN ()')).to.equal('never');
    expect(compiled(`accountid = 'no id'`)).to.equal('never');
    expect(compiled('numberofemployees = 3000000000')).to.equal('never');
  });

  it('refuses what OData cannot say, at its place and with what to do', () => {
    const filter = checkFilter(
      aFilter(`name = 'a' AND parentaccountid.acme_modules INCLUDES ('Core')`),
      schema,
    );
    const error = userErrorOf(() => compileFilter(filter, schema, clock));
    expect(error).to.include({ code: 'wrong_operator', position: 15 });
    expect(error.message).to.match(/not over parentaccountid\. Leave this condition out/);
  });
});
