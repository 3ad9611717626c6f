import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describeOwner, isOwnerAlive, newOwner, silenceLimitMs } from '../../src/scheduler/owner.ts';
import { after, noon } from '../support/records.ts';
import { until } from '../support/until.ts';

const longAgo = after(noon, -30 * 24 * 3_600_000);

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

  it('that is a process elsewhere lives as long as it is heard of', () => {
    for (const elsewhere of [named({ 0: 'worker-1' }), named({ 1: 'another-machine' }), 'not one of ours']) {
      expect(isOwnerAlive(elsewhere, after(noon, -silenceLimitMs), noon)).to.equal(true);
      expect(isOwnerAlive(elsewhere, after(noon, -silenceLimitMs - 1), noon)).to.equal(false);
      expect(isOwnerAlive(elsewhere, null, noon)).to.equal(false);
    }
  });

  it('that is a process of this machine is dead as soon as the process is, heard of or not', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    expect(isOwnerAlive(named({ 2: String(child.pid) }), noon, noon)).to.equal(false);
  });

  it('is not known by a process id that the system does not know how to give', () => {
    expect(isOwnerAlive(named({ 2: '-1' }), longAgo, noon)).to.equal(false);
    expect(isOwnerAlive(named({ 2: '0' }), longAgo, noon)).to.equal(false);
    expect(isOwnerAlive(named({ 2: '4294967296' }), longAgo, noon)).to.equal(false);
  });

  it('where the start of a process is not known, lives while it is there and heard of', () => {
    const unknown = named({ 3: '' });
    expect(isOwnerAlive(unknown, noon, noon)).to.equal(true);
    expect(isOwnerAlive(unknown, longAgo, noon)).to.equal(false);
  });

  if (process.platform === 'linux') {
    it('lives as long as its process, however long it is silent', () => {
      expect(isOwnerAlive(newOwner(), longAgo, noon)).to.equal(true);
      expect(isOwnerAlive(newOwner(), null, noon)).to.equal(true);
    });

    it('is not another process that was given its id', () => {
      expect(isOwnerAlive(named({ 3: '17' }), noon, noon)).to.equal(false);
    });

    it('is dead when its process has ended and was not buried by its parent', async () => {
      // The shell becomes a program that waits for none of the shell's children.
      const parent = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec cat'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const [data] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = data.toString().trim();
      const stat = (): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      await until(() => stat()[0] === 'Z');
      expect(isOwnerAlive(named({ 2: pid, 3: stat()[19] ?? '' }), noon, noon)).to.equal(false);
      parent.stdin.end();
      await once(parent, 'exit');
    });
  }
});
