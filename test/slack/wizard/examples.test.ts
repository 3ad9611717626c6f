import { expect } from 'chai';
import { hubObjectNames, hubObjects } from '../../../src/domain/hub-object.ts';
import { checkFilter } from '../../../src/domain/filter/check.ts';
import { hubSchema } from '../../../src/domain/hub-schema.ts';
import { exampleFilter, exampleFormula, examplePath } from '../../../src/slack/wizard/examples.ts';
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
