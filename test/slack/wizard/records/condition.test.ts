import { expect } from 'chai';
import { checkFilter } from '../../../../src/domain/filter/check.ts';
import { parseFilter } from '../../../../src/domain/filter/parse.ts';
import { attributeTypes, hubObjects } from '../../../../src/domain/hub-object.ts';
import { hubSchema } from '../../../../src/domain/hub-schema.ts';
import {
  conditionText,
  operatorsOf,
  operatorTexts,
  withCondition,
} from '../../../../src/slack/wizard/records/condition.ts';
import type { Condition } from '../../../../src/slack/wizard/records/condition.ts';

const values: Readonly<Record<Condition['type'], string>> = {
  text: "O'Neill & \\Co",
  'foreign key': '001A',
  number: '12.5',
  currency: '1000',
  date: 'LAST_N_DAYS:30',
  boolean: 'true',
  list: 'a, b',
};

describe('a condition of "More filters"', () => {
  for (const type of attributeTypes) {
    for (const operator of operatorsOf[type]) {
      it(`is read by the filter language: ${type} ${operatorTexts[operator]}`, () => {
        const attribute = { name: 'extra', label: 'Extra', type, isKey: false, isStandard: false };
        const schema = hubSchema(hubObjects.accounts, [attribute]);
        const text = conditionText({ attribute: 'extra', type, operator, value: values[type] });
        const parsed = parseFilter(text);
        expect(parsed).not.to.equal(null);
        if (parsed !== null) checkFilter(parsed, schema);
      });
    }
  }

  it('is added so that both have to be so', () => {
    expect(withCondition('', "a = 'x'")).to.equal("a = 'x'");
    expect(withCondition("WHERE b = 'y'", "a = 'x'")).to.equal("b = 'y' AND a = 'x'");
    expect(withCondition('b = 1 OR c = 2', "a = 'x'")).to.equal("(b = 1 OR c = 2) AND a = 'x'");
    expect(() => withCondition('b = =', "a = 'x'")).to.throw('At character');
  });
});
