import { expect } from 'chai';
import { post } from '../../src/webhooks/post.ts';
import { startReceiver } from './support/receiver.ts';
import type { Receiver } from './support/receiver.ts';

const timeoutMs = 2_000;
const message = { headers: { 'content-type': 'application/json' }, body: '{}' };
const refused = {
  kind: 'not answered',
  reason: 'Its name leads to an address that is not public, which the settings do not allow.',
};

const never = () => new Promise<never>(() => undefined);

describe('a message to a webhook', () => {
  let receiver: Receiver;
  let asked: string[];
  /** Where names lead, one answer after the other; the last one stays. */
  const leading = (...answers: readonly (readonly string[])[]) => {
    let at = 0;
    return (name: string) => {
      asked.push(name);
      const addresses = answers[Math.min(at, answers.length - 1)] ?? [];
      at += 1;
      return Promise.resolve(
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
  };
  beforeEach(async () => {
    asked = [];
    receiver = await startReceiver();
  });
  afterEach(() => receiver.close());

  it('goes to no address of this machine or its network, however that is written', async () => {
    for (const host of [
      '127.0.0.1',
      '[::1]',
      '0x7f.1',
      '2130706433',
      '0',
      '[::ffff:127.0.0.1]',
      '169.254.169.254',
    ]) {
      const posted = await post(
        { url: `http://${host}:${receiver.port}/`, ...message },
        { allowsPrivate: false, timeoutMs },
      );
      expect(posted, host).to.deep.equal(refused);
    }
    expect(receiver.received).to.deep.equal([]);
  });

  it('goes to no name that leads there, not even by one of its addresses', async () => {
    const url = `http://hooks.test:${receiver.port}/`;
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['2606:4700::1', '::1'], []]) {
      const posted = await post(
        { url, ...message },
        { allowsPrivate: false, timeoutMs, resolve: leading(addresses) },
      );
      expect(posted, addresses.join()).to.deep.equal(refused);
    }
    expect(receiver.received).to.deep.equal([]);
  });

  it('is connected to the address that was checked: a name that leads elsewhere a moment later is not asked again', async () => {
    const resolve = leading(['127.0.0.1'], ['127.0.0.2']);
    const url = `http://hooks.test:${receiver.port}/path?q=1`;
    const posted = await post({ url, ...message }, { allowsPrivate: true, timeoutMs, resolve });
    expect(posted).to.include({ kind: 'answered', status: 204 });
    expect(asked).to.deep.equal(['hooks.test']);
    expect(receiver.received[0]).to.include({ host: `hooks.test:${receiver.port}`, path: '/path?q=1' });
    const rebinding = leading(['10.0.0.1'], ['127.0.0.1']);
    expect(
      await post({ url, ...message }, { allowsPrivate: false, timeoutMs, resolve: rebinding }),
    ).to.deep.equal(refused);
    expect(receiver.received).to.have.length(1);
  });

  it('follows no redirect', async () => {
    receiver.answer(302, { location: `${receiver.url}/elsewhere` });
    const posted = await post({ url: receiver.url, ...message }, { allowsPrivate: true, timeoutMs });
    expect(posted).to.include({ kind: 'answered', status: 302 });
    expect(receiver.received).to.have.length(1);
  });

  it('says why it did not arrive, without what was sent', async () => {
    receiver.answer('nothing');
    const broken = await post({ url: receiver.url, ...message }, { allowsPrivate: true, timeoutMs });
    expect(broken).to.deep.equal({ kind: 'not answered', reason: 'The connection was broken off.' });
    const { url } = receiver;
    await receiver.close();
    const nobody = await post({ url, ...message }, { allowsPrivate: true, timeoutMs });
    expect(nobody).to.deep.equal({ kind: 'not answered', reason: 'Nobody listens there.' });
    receiver = await startReceiver();
  });

  it('waits so long for an answer, and no longer', async () => {
    const late = await post(
      { url: 'http://hooks.test/', ...message },
      { allowsPrivate: true, timeoutMs: 20, resolve: never },
    );
    expect(late).to.deep.equal({ kind: 'not answered', reason: 'There was no answer in time.' });
  });
});
