import { expect } from 'chai';
import { actsOfPermalink } from '../../../src/playground/page/state/permalink.ts';

const origin = 'http://127.0.0.1:3000';

describe('the address of a message', () => {
  it('leads to its conversation, and to the thread that it is in', () => {
    const open = { act: 'open-conversation', conversation: 'C1' };
    expect(actsOfPermalink(`${origin}/archives/C1/p1764158400000100`, origin)).to.deep.equal([open]);
    const inThread = `${origin}/archives/C1/p1764158400000100?thread_ts=1764158000.000100&cid=C1`;
    expect(actsOfPermalink(inThread, origin)).to.deep.equal([
      open,
      { act: 'open-thread', conversation: 'C1', ts: '1764158000.000100' },
    ]);
  });

  it('leads to App Home where it is that of an app', () => {
    const openHome = [{ act: 'open-home' }];
    expect(actsOfPermalink('slack://app?team=T1&id=A1&tab=home', origin)).to.deep.equal(openHome);
    expect(actsOfPermalink('slack://app?team=T1&id=A1&tab=about', origin)).to.equal(null);
  });

  it('is none where it is of another workspace, or of something else', () => {
    for (const address of [
      'https://x.slack.com/archives/C1/p1764158400000100',
      `${origin}/`,
      'http://[',
      'mailto:a@b',
    ])
      expect(actsOfPermalink(address, origin)).to.equal(null);
  });
});
