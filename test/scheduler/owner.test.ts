import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describeOwner, lookAtOwner, newOwner } from '../../src/scheduler/owner.ts';
import { until } from '../support/until.ts';

/** The name of this process with some of its parts changed: host, place, pid, started, instance. */
function named(changes: Readonly<Record<number, string>>): string {
  return newOwner()
    .split('/')
    .map((part, i) => changes[i] ?? part)
    .join('/');
}

describe('an owner', () => {
  it('is another one at each call, and told by process and host', () => {
    expect(newOwner()).not.to.equal(newOwner());
    expect(describeOwner(named({ 0: 'worker-1', 2: '4242' }))).to.equal('process 4242 on worker-1');
    expect(describeOwner('someone')).to.equal('someone');
  });

  it('that is a process elsewhere is out of sight', () => {
    for (const elsewhere of [named({ 0: 'worker-1' }), named({ 1: 'another-machine' }), 'not one of ours']) {
      expect(lookAtOwner(elsewhere)).to.equal('out of sight');
    }
  });

  it('that is a process of this machine is gone as soon as the process is', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    expect(lookAtOwner(named({ 2: String(child.pid) }))).to.equal('gone');
  });

  it('is not known by a process id that the system does not know how to give', () => {
    expect(lookAtOwner(named({ 2: '-1' }))).to.equal('out of sight');
    expect(lookAtOwner(named({ 2: '0' }))).to.equal('out of sight');
    expect(lookAtOwner(named({ 2: '4294967296' }))).to.equal('gone');
  });

  it('is out of sight where it is not known when its process began', () => {
    expect(lookAtOwner(named({ 3: '' }))).to.equal('out of sight');
  });

  if (process.platform === 'linux') {
    it('lives as long as its process', () => {
      expect(lookAtOwner(newOwner())).to.equal('alive');
    });

    it('is not another process that was given its id', () => {
      expect(lookAtOwner(named({ 3: '17' }))).to.equal('gone');
    });

    it('is gone when its process has ended and was not buried by its parent', async () => {
      // The shell becomes a program that waits for none of the shell's children.
      const parent = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec cat'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const [data] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = data.toString().trim();
      const stat = (): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      await until(() => stat()[0] === 'Z');
      expect(lookAtOwner(named({ 2: pid, 3: stat()[19] ?? '' }))).to.equal('gone');
      parent.stdin.end();
      await once(parent, 'exit');
    });
  }
});
