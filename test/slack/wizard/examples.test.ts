import { expect } from 'chai';
import { translate } from '../../../src/assistant/built-in/index.ts';
import { defaultTarget } from '../../../src/domain/default-target.ts';
import { defaultFields } from '../../../src/domain/mapping/default-fields.ts';
import { formulaTypeOf } from '../../../src/domain/mapping/value-kind.ts';
import type { SourceSchema } from '../../../src/domain/source-schema.ts';
import type { NamedField } from '../../../src/operations/drafts/mapped-fields.ts';
import { schemaFor, startDemoCrms } from '../../support/demo-schemas.ts';
import type { DemoCrms } from '../../support/demo-schemas.ts';
import { hubObjectNames, hubObjects } from '../../../src/domain/hub-object.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { hubSchema } from '../../../src/domain/hub-schema.ts';
import {
  exampleFilter,
  exampleFilterWords,
  exampleFormula,
  exampleFormulaWords,
  examplePath,
} from '../../../src/slack/wizard/examples.ts';
import { attributeField } from '../../../src/slack/wizard/mapping/sides.ts';
import { aFilter } from '../../support/filters.ts';

const dynamics = [
  { path: 'activityid', label: 'Task', type: 'id' },
  { path: 'regardingobjectid', label: 'Regarding', type: 'reference' },
  { path: 'subject', label: 'Subject', type: 'string' },
  { path: 'prioritycode', label: 'Priority', type: 'picklist' },
  { path: 'percentcomplete', label: 'Percent', type: 'int' },
  { path: 'scheduledend', label: 'Due', type: 'datetime' },
  { path: 'ownerid.fullname', label: 'Owner', type: 'string' },
] as const;

const clock = { now: new Date('2026-11-18T10:00:00Z'), timezone: 'UTC' } as const;

/** What "Write filter" and "Write formula" make of the examples that stand in their inputs. */
function expectUnderstood(schema: SourceSchema, shown: readonly NamedField[], where: string): void {
  const words = exampleFilterWords(shown);
  const filter = translate(words, { purpose: 'filter', schema, ...clock });
  expect(filter, `${where}: ${words}`).to.have.property('kind', 'filter');
  if (/ and /.test(words))
    expect(filter, `${where}: ${words}`).to.have.property('filter').that.includes(' AND ');
  const fields = schema.object.fields.flatMap(({ name, label, type }) => {
    const kind = formulaTypeOf[type];
    return kind === null ? [] : [{ path: name, label, type: kind }];
  });
  const told = exampleFormulaWords(shown);
  const formula = translate(told, { purpose: 'formula', fields, type: null, ...clock });
  expect(formula, `${where}: ${told}`).to.have.property('kind', 'formula');
  expect(Math.max(words.length, told.length)).to.be.below(150);
}

const crmObjects = {
  salesforce: ['Account', 'Contact', 'Opportunity', 'Case', 'Task', 'Event'],
  dynamics: ['account', 'contact', 'opportunity', 'task', 'appointment'],
} as const;

describe('examples of what may be written in plain English', () => {
  let crms: DemoCrms;
  before(async () => {
    crms = await startDemoCrms();
  });
  after(() => crms.close());

  for (const name of hubObjectNames) {
    it(`are understood of ${name} of the hub`, () => {
      const { attributes } = hubObjects[name];
      expectUnderstood(hubSchema(hubObjects[name], attributes), attributes.map(attributeField), name);
    });
  }

  for (const crm of ['salesforce', 'dynamics'] as const) {
    for (const name of crmObjects[crm]) {
      it(`are understood of ${name} in ${crm}, with the fields that are chosen at first and with all`, async () => {
        const schema = await schemaFor(crms.clients[crm], name, '');
        const all = schema.object.fields.map((field) => ({ ...field, path: field.name }));
        const usual = defaultFields(schema.object, hubObjects[defaultTarget(name)]);
        expectUnderstood(schema, all, `all of ${name}`);
        const chosen = all.filter(({ path }) => usual.includes(path));
        expect(chosen).to.not.deep.equal([]);
        expectUnderstood(schema, chosen, name);
        const neutral = translate(exampleFilterWords([]), { purpose: 'filter', schema, ...clock });
        expect(neutral, name).to.have.property('kind', 'filter');
      });
    }
  }
});

describe('examples in the inputs of the wizard', () => {
  it('are made of the fields that there are', () => {
    expect(exampleFilter(dynamics)).to.equal("prioritycode = 'a value' AND scheduledend = LAST_N_DAYS:30");
    expect(exampleFormula(dynamics)).to.equal('IF(percentcomplete >= 1000, "large", UPPER(prioritycode))');
    expect(examplePath(dynamics)).to.equal('ownerid.fullname');
  });

  it('promise nothing where there are none', () => {
    expect([exampleFilter([]), exampleFormula([]), examplePath([])]).to.deep.equal([
      'field = value',
      '"small"',
      null,
    ]);
  });

  for (const name of hubObjectNames) {
    it(`are conditions that ${name} can have, and no longer than Slack takes`, () => {
      const { attributes } = hubObjects[name];
      const text = exampleFilter(attributes.map(attributeField));
      expect(text.length).to.be.below(150);
      const schema = hubSchema(hubObjects[name], attributes);
      expect(checkFilter(aFilter(text), schema)).to.have.property('kind');
    });
  }
});
