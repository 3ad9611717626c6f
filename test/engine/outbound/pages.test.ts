import { expect } from 'chai';
import { openPages } from '../../../src/engine/outbound/pages.ts';
import type { Page } from '../../../src/engine/outbound/pages.ts';
import { rejection } from '../../support/rejection.ts';

/** Five pages without records, told apart by where they lead. */
const lastPage = 5;
const pageAfter = (after: number | null): Page => {
  const number = (after ?? 0) + 1;
  return { records: [], next: number === lastPage ? null : number };
};

/** Until all that can go on without being taken has. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('pages that are selected ahead', () => {
  const begun: (number | null)[] = [];
  const select = (after: number | null): Promise<Page> => {
    begun.push(after);
    return Promise.resolve(pageAfter(after));
  };
  beforeEach(() => begun.splice(0));

  it('come in order, each once, and then none', async () => {
    const pages = openPages(select, null, 2);
    const taken: (number | null | undefined)[] = [];
    for (let turn = 0; turn <= lastPage; turn += 1) taken.push((await pages.take())?.next);
    expect(taken).to.deep.equal([1, 2, 3, 4, null, undefined]);
    expect(begun).to.deep.equal([null, 1, 2, 3, 4]);
  });

  it('are no more than was said', async () => {
    const pages = openPages(select, null, 2);
    await settled();
    expect(begun).to.deep.equal([null, 1]);
    await pages.take();
    await settled();
    expect(begun).to.deep.equal([null, 1, 2]);
  });

  it('end with what selecting one of them failed with, when its turn comes', async () => {
    const pages = openPages(
      (after) => (after === 1 ? Promise.reject(new Error('gone')) : select(after)),
      null,
      3,
    );
    await settled();
    expect((await pages.take())?.next).to.equal(1);
    expect((await rejection(pages.take())).message).to.equal('gone');
    expect((await rejection(pages.take())).message).to.equal('gone');
  });
});
