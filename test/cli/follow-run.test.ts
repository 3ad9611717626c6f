import { expect } from 'chai';
import { followRun } from '../../src/cli/follow-run.ts';
import type { ShownRun } from '../../src/operations/show-run.ts';
import { aRun } from '../support/a-run.ts';
import { until } from '../support/until.ts';

/** What is written to standard error while `task` goes on. */
async function saidDuring(task: () => Promise<unknown>): Promise<string> {
  const write = process.stderr.write.bind(process.stderr);
  let text = '';
  process.stderr.write = (chunk: string | Uint8Array): boolean => {
    text += String(chunk);
    return true;
  };
  try {
    await task();
  } finally {
    process.stderr.write = write;
  }
  return text;
}

/** @returns what is said while it is followed. */
async function follow(executor: ShownRun['executor']): Promise<string> {
  let looks = 0;
  const look = (): Promise<ShownRun> => {
    looks += 1;
    return Promise.resolve({ ...aRun({ status: 'running' }), executor });
  };
  return await saidDuring(async () => {
    const ended = aRun({ status: 'succeeded' });
    const run = await followRun(look, async () => {
      await until(() => looks > 1);
      return ended;
    });
    expect(run).to.equal(ended);
  });
}

describe('a run that is followed', () => {
  it('says once which other process executes it', async () => {
    expect(await follow({ name: 'process 4242 on worker-1', isHere: false })).to.equal(
      'This run is executed by process 4242 on worker-1 (the bot, as a rule), and followed here.\n',
    );
  });

  it('says nothing of this process', async () => {
    expect(await follow({ name: 'process 1 on here', isHere: true })).to.equal('');
  });

  it('goes on where a look fails', async () => {
    let looks = 0;
    const look = (): Promise<ShownRun> => {
      looks += 1;
      return Promise.reject(new Error('the database is away'));
    };
    const ended = aRun({ status: 'succeeded' });
    const run = await followRun(look, async () => {
      await until(() => looks > 1);
      return ended;
    });
    expect(run).to.equal(ended);
  });
});
