import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../support/project-root.ts';

const page = readFileSync(join(projectRoot, 'docs', 'operating', 'faults.md'), 'utf8');
const leastKinds = 30;
const headOrRule = /^\| (?:fault |-)/;

/** Cells of each row of its tables. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !headOrRule.test(line))
  .map((line) => line.split('|').slice(1, -1));

describe('the page of what can fail', () => {
  it('has the kinds of faults that there are, each told in every column', () => {
    expect(rows.length).to.be.at.least(leastKinds);
    for (const cells of rows) {
      expect(cells, cells[0]).to.have.length(5);
      for (const cell of cells) expect(cell.trim(), cells[0]).not.to.equal('');
    }
    const kinds = rows.map(([kind]) => kind?.trim());
    expect(new Set(kinds).size).to.equal(kinds.length);
  });

  it('names for each a test that is there', () => {
    for (const cells of rows) {
      const named = [...(cells.at(-1) ?? '').matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
      expect(named, cells[0]).not.to.deep.equal([]);
      for (const path of named) expect(existsSync(join(projectRoot, path)), path).to.equal(true);
    }
  });
});
