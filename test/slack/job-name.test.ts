import { expect } from 'chai';
import { readJobName } from '../../src/slack/commands/job-name.ts';
import { userErrorOf } from '../support/thrown.ts';

describe("a job's name after a sub-command", () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Customer accounts', 'Customer accounts'],
    ['  "Customer accounts" ', 'Customer accounts'],
    ['“Customer accounts”', 'Customer accounts'],
    ["'Tasks'", 'Tasks'],
    ['Ada\'s "best" job', 'Ada\'s "best" job'],
    ['R&amp;D &lt;new&gt;', 'R&D <new>'],
    ['"', '"'],
  ];
  for (const [typed, name] of cases) {
    it(`${typed} is ${name}`, () => {
      expect(readJobName(typed, 'run')).to.equal(name);
    });
  }

  it('is asked for where there is none', () => {
    for (const typed of ['', '  ', '""']) {
      expect(userErrorOf(() => readJobName(typed, 'run')).message).to.contain(
        '/crosswalk run Customer accounts',
      );
    }
  });
});
