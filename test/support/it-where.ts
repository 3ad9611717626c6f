/** A test that needs something of the machine. Where that is not there it stands as left out, and says for want of what. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Needed {
  readonly isThere: boolean;
  /** As it ends the sentence "LEFT OUT: …". */
  readonly why: string;
}

/** Only there does the system answer the making of a folder so that Node's own way never ends. */
export const procNeeded: Needed = {
  isThere: existsSync('/proc/self'),
  why: 'this system has no /proc, the one place where nobody can make a folder and nothing says why.',
};

export function programNeeded(program: string, debianPackage: string): Needed {
  return {
    isThere: spawnSync(program, ['--version']).status === 0,
    why: `this machine has no ${program}. Install it (apt-get install ${debianPackage}) to run it.`,
  };
}

export function itWhere(needed: Needed, title: string, body: Mocha.AsyncFunc): void {
  if (needed.isThere) it(title, body);
  else it(`${title}. LEFT OUT: ${needed.why}`);
}
