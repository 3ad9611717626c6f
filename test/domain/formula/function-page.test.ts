import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { renderFunctionPage } from '../../../src/domain/formula/function-page.ts';
import { formulaFunctions } from '../../../src/domain/formula/functions/index.ts';
import { functionPagePath } from '../../support/write-function-page.ts';

describe('docs/formula-functions.md', () => {
  const page = renderFunctionPage();

  it('is what the registry says (node dist/test/support/write-function-page.js writes it)', () => {
    const committed = readFileSync(functionPagePath, 'utf8');
    expect(committed.replaceAll('\r\n', '\n')).to.equal(page);
  });

  it('has a row of three cells for every function', () => {
    const rows = page.split('\n').filter((line) => /^\| `[A-Z]+\(/.test(line));
    expect(rows.length).to.equal(formulaFunctions.length);
    for (const row of rows) expect(row.split(/(?<!\\)\|/).length, row).to.equal(5);
  });
});
