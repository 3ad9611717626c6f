import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { assertCanBeMade } from '../../src/files/can-be-made.ts';
import { codeOf } from '../../src/files/code-of.ts';
import { makePrivateFolder } from '../../src/files/private-files.ts';
import { itWhere, procNeeded } from '../support/it-where.ts';
import { projectRoot } from '../support/project-root.ts';
import { rejection } from '../support/rejection.ts';

/** More than a process needs to begin. */
const endsWithinMs = 20_000;
const refusal = async (task: () => void): Promise<string> =>
  codeOf(await rejection(Promise.resolve().then(task)));
const rightsOf = (path: string): number => statSync(path).mode & 0o777;

describe('a private folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosswalk-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is made with the folders above it, which are private too', () => {
    makePrivateFolder(join(folder, 'a', 'b'));
    expect([rightsOf(join(folder, 'a')), rightsOf(join(folder, 'a', 'b'))]).to.deep.equal([0o700, 0o700]);
  });

  it('that is there stays as it is', () => {
    const before = rightsOf(tmpdir());
    makePrivateFolder(tmpdir());
    expect(rightsOf(tmpdir())).to.equal(before);
  });

  it('is not made where something else is in its place or on its way', async () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    const codes = { file: 'EEXIST', 'file/a': 'ENOTDIR', link: 'EEXIST', 'link/a': 'EEXIST' };
    for (const [path, code] of Object.entries(codes))
      expect(await refusal(() => makePrivateFolder(join(folder, path))), path).to.equal(code);
  });

  it('is found out about without being made', async () => {
    assertCanBeMade(join(folder, 'a', 'b'));
    expect(readdirSync(folder)).to.deep.equal([]);
    writeFileSync(join(folder, 'file'), '');
    expect(await refusal(() => assertCanBeMade(join(folder, 'file', 'a')))).to.equal('ENOTDIR');
  });

  itWhere(procNeeded, 'is refused where the system lets nobody make one', async function () {
    this.timeout(endsWithinMs * 2);
    expect(await refusal(() => assertCanBeMade('/proc/nope/data'))).to.equal('ENOENT');
    // In a process that can be killed: what asks for ever lets nobody in.
    const module = JSON.stringify(join(projectRoot, 'dist/src/files/private-files.js'));
    const program = `import { makePrivateFolder } from ${module}; makePrivateFolder('/proc/nope/data');`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
      timeout: endsWithinMs,
      killSignal: 'SIGKILL',
    });
    expect({ status, isTold: stderr.includes('ENOENT') }).to.deep.equal({ status: 1, isTold: true });
  });
});
