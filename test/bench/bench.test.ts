import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { tableOf } from '../../bench/table.ts';
import { projectRoot } from '../support/project-root.ts';
import { rejection } from '../support/rejection.ts';

const run = promisify(execFile);
const bench = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, [join(projectRoot, 'dist', 'bench', 'main.js'), ...args]);

describe('the bench', () => {
  // Part j starts a dozen processes; what it measures has tests of its own.
  it('measures its parts, on both databases', async function () {
    this.timeout(240_000);
    const { stdout } = await bench('--rows', '1000', ...'a b c d e f g h i k'.split(' '));
    expect(stdout).to.match(/^1,000 rows of 20 columns/);
    const lines = stdout.split('\n');
    for (const part of 'aabccdddeefffhhhhhiikkkkk') {
      const found = lines.findIndex((line) => line.startsWith(`${part}  `));
      expect(found, part).to.be.at.least(0);
      lines.splice(found, 1);
    }
    expect(stdout).to.match(/full sync into SQLite .*floor .* rows\/s .*(met|missed)/);
    expect(stdout).to.match(/300 rows sent to Salesforce .*bare loop .* rows\/s .*(met|missed)/);
    expect(stdout).to.match(/100 rows of Dynamics 365 .*floor .* rows\/s .*(met|missed)/);
  });

  it('says how it is called', async () => {
    const error = await rejection(bench('--rows', 'many', 'z'));
    expect(error).to.include({ code: 2 });
  });
});

describe('the table of the bench', () => {
  it('stands in columns, with what was aimed at and whether it was met', () => {
    const figure = { part: 'a', what: 'sync', measured: '10 rows/s', against: 'floor 5 rows/s', ratio: 2 };
    const other = { ...figure, part: 'b', what: 'again', ratio: null, goal: null };
    const text = tableOf([{ ...figure, goal: { text: '≥ 1', isMet: true } }, other]);
    expect(text.split('\n')).to.deep.equal([
      '   what   measured   against         ratio  goal',
      '─  ─────  ─────────  ──────────────  ─────  ────  ───',
      'a  sync   10 rows/s  floor 5 rows/s   2.00  ≥ 1   met',
      'b  again  10 rows/s  floor 5 rows/s',
    ]);
  });
});
