import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  fillTemplate,
  placeholdersIn,
  promptNames,
  promptOf,
  readTemplate,
  vocabularyNames,
} from '../../../src/assistant/model/prompt.ts';
import { formulaFunctions } from '../../../src/domain/formula/functions/index.ts';
import { countedDateLiterals, plainDateLiterals } from '../../../src/domain/filter/syntax.ts';
import { readIntents, writeIntents } from '../../../src/assistant/proposal.ts';
import { projectRoot } from '../../support/project-root.ts';

describe('the prompts', () => {
  it('are all there, and each is used', () => {
    const files = readdirSync(join(projectRoot, 'prompts')).sort();
    expect(files).to.deep.equal(promptNames.map((name) => `${name}.md`).sort());
  });

  it('name only placeholders that are filled, and leave none open', () => {
    for (const name of promptNames) {
      expect(vocabularyNames, name).to.include.members(placeholdersIn(readTemplate(name)));
      expect(promptOf(name), name).not.to.match(/\{\{|\}\}/);
    }
  });

  it('use every word that there is for them', () => {
    const used = new Set(promptNames.flatMap((name) => placeholdersIn(readTemplate(name))));
    expect([...used].sort()).to.deep.equal([...vocabularyNames].sort());
  });

  it('are not sent with a placeholder that nothing fills', () => {
    expect(() => fillTemplate('Today is {{today}}.')).to.throw('today');
  });

  it('know the languages as they are', () => {
    for (const { name } of formulaFunctions) expect(promptOf('formula')).to.contain(`- ${name}(`);
    for (const name of [...plainDateLiterals, ...countedDateLiterals])
      expect(promptOf('filter')).to.contain(name);
    for (const intent of [...readIntents, ...writeIntents]) expect(promptOf('chat')).to.contain(intent);
  });

  it('say that names and asks are data', () => {
    for (const name of promptNames) expect(promptOf(name), name).to.match(/\bdata\b/);
  });
});
