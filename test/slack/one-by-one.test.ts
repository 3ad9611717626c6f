import { expect } from 'chai';
import { oneByOne } from '../../src/slack/one-by-one.ts';
import { caught } from '../support/caught.ts';

class Gate {
  readonly passed: Promise<void>;
  open: () => void = () => undefined;

  constructor() {
    this.passed = new Promise((resolve) => {
      this.open = resolve;
    });
  }
}

describe('work in one modal', () => {
  it('is done one after the other, and the same thing once', async () => {
    const turns = oneByOne();
    const first = new Gate();
    const done: string[] = [];
    const work = (name: string, until: Promise<void> = Promise.resolve()) =>
      turns.run('V1', name, async () => {
        await until;
        done.push(name);
      });
    const all = [work('a', first.passed), work('b'), work('a'), work('b'), work('c')];
    first.open();
    await Promise.all(all);
    expect(done).to.deep.equal(['a', 'b', 'c']);
    await work('a');
    expect(done).to.deep.equal(['a', 'b', 'c', 'a']);
  });

  it('does not wait for another modal', async () => {
    const turns = oneByOne();
    const first = new Gate();
    const slow = turns.run('V1', 'a', () => first.passed);
    await turns.run('V2', 'a', () => Promise.resolve());
    first.open();
    await slow;
  });

  it('goes on after something went wrong, which is told to whoever asked for it', async () => {
    const turns = oneByOne();
    const broken = turns.run('V1', 'a', () => Promise.reject(new Error('No.')));
    const next = turns.run('V1', 'b', () => Promise.resolve());
    expect(await caught(broken)).to.have.property('message', 'No.');
    await next;
  });

  it('by an input that tells of every letter is done for the last one, in the place of those before', async () => {
    const turns = oneByOne();
    const first = new Gate();
    const done: string[] = [];
    const types = (text: string, until: Promise<void> = Promise.resolve()) =>
      turns.runLatest('V1', 'formula', async () => {
        await until;
        done.push(text);
      });
    const all = [types('U', first.passed)];
    // The first one has begun before the others come.
    await Promise.resolve();
    all.push(...Array.from({ length: 30 }, (_, i) => types(`U${i}`)));
    all.push(turns.run('V1', 'button', () => Promise.resolve(void done.push('button'))));
    all.push(types('U'));
    first.open();
    await Promise.all(all);
    expect(done).to.deep.equal(['U', 'U', 'button']);
    await types('V');
    expect(done.at(-1)).to.equal('V');
  });

  it('tells when all that goes on in a modal has come to its end, good or bad', async () => {
    const turns = oneByOne();
    const first = new Gate();
    const done: string[] = [];
    const failing = turns.run('V1', 'a', async () => {
      await first.passed;
      done.push('a');
      throw new Error('told elsewhere');
    });
    const second = turns.run('V1', 'b', () => Promise.resolve(void done.push('b')));
    const settled = turns.settled('V1').then(() => done.push('settled'));
    await turns.settled('V2');
    expect(done).to.deep.equal([]);
    first.open();
    await Promise.allSettled([failing, second, settled]);
    expect(done).to.deep.equal(['a', 'b', 'settled']);
    await turns.settled('V1');
  });

  it('is bounded', async () => {
    const turns = oneByOne();
    const first = new Gate();
    const done: number[] = [];
    const all = Array.from({ length: 30 }, (_, i) =>
      turns.run('V1', String(i), async () => {
        await first.passed;
        done.push(i);
      }),
    );
    first.open();
    await Promise.all(all);
    expect(done).to.have.length(10);
  });
});
