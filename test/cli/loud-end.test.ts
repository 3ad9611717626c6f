import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { projectRoot } from '../support/project-root.ts';

const url = pathToFileURL(join(projectRoot, 'dist', 'src', 'cli', 'loud-end.js')).href;

/** A process that ends as `program` makes it. */
function ended(program: string): { status: number | null; stdout: string; stderr: string } {
  const text = `import { endLoudly } from '${url}'; const answered = endLoudly((error) => ({ error })); ${program}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', text], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('a command that does not come to its answer', () => {
  const ends: readonly (readonly [string, string, RegExp])[] = [
    [
      'an error that nobody caught',
      `setTimeout(() => { throw new RangeError('oh'); });`,
      /own: RangeError\n {4}at /,
    ],
    [
      'a rejection that nobody caught',
      `void Promise.reject(new TypeError('no')); setTimeout(() => {}, 9);`,
      /own: TypeError\n/,
    ],
    ['nothing left to wait for', 'await new Promise(() => {});', /came to its end without an answer/],
  ];
  for (const [what, program, words] of ends) {
    it(`says so and ends with 1: ${what}`, () => {
      const { status, stdout, stderr } = ended(program);
      expect(status).to.equal(1);
      expect(stderr)
        .to.match(/^This is a fault of Crosswalk's own: /)
        .and.match(words);
      expect(JSON.parse(stdout)).to.have.nested.property('error.code', 'internal_error');
    });
  }

  it('ends as it likes once it has answered', () => {
    expect(ended('answered(); process.exitCode = 3;')).to.deep.equal({ status: 3, stdout: '', stderr: '' });
  });
});
