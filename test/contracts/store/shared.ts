import { createSecretKey, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Store } from '../../../src/store/store.ts';
import { after, noon } from '../../support/records.ts';
import type { OpenStore } from '../store.ts';

const minute = 60_000;

const takeLease = ({ leases }: Store, holder: string, now = noon) =>
  leases.take('tidy', { holder, until: after(now, minute) }, now);

/** What two instances agree on by way of one database. */
export function describeShared(open: OpenStore): void {
  let one: Store;
  let other: Store;
  beforeEach(async () => {
    const encryptionKey = createSecretKey(randomBytes(32));
    one = await open({ encryptionKey });
    other = await open({ encryptionKey });
  });

  describe('its leases', () => {
    const until = after(noon, minute);

    it('are one’s own until their time is up, whoever asks at the same moment', async () => {
      const holders = ['a', 'b', 'c', 'd'];
      const taken = await Promise.all(
        holders.map((holder, index) => takeLease(index % 2 === 0 ? one : other, holder)),
      );
      expect(taken.filter(Boolean)).to.have.length(1);
      const winner = holders[taken.indexOf(true)] ?? '';
      expect(await takeLease(other, 'e')).to.equal(false);
      expect(await takeLease(other, winner)).to.equal(true);
      expect(await takeLease(other, 'e', until)).to.equal(true);
    });

    it('are free once they are given back, by nobody but their holder', async () => {
      await one.leases.take('tidy', { holder: 'a', until }, noon);
      await other.leases.release('tidy', 'b');
      expect(await other.leases.take('tidy', { holder: 'b', until }, noon)).to.equal(false);
      await one.leases.release('tidy', 'a');
      expect(await other.leases.take('tidy', { holder: 'b', until }, noon)).to.equal(true);
    });

    it('can be taken from whoever has them, who then knows it', async () => {
      expect(await one.leases.seize('home', { holder: 'a', until }, noon)).to.equal(false);
      expect(await one.leases.seize('home', { holder: 'a', until }, noon)).to.equal(false);
      expect(await other.leases.seize('home', { holder: 'b', until }, noon)).to.equal(true);
      expect([...(await one.leases.heldBy('a', ['home', 'door'], noon))]).to.deep.equal([]);
      expect([...(await one.leases.heldBy('b', ['home', 'door'], noon))]).to.deep.equal(['home']);
      expect([...(await one.leases.heldBy('b', ['home'], until))]).to.deep.equal([]);
      expect(await one.leases.seize('home', { holder: 'a', until }, until)).to.equal(false);
    });

    it('are forgotten when their time is up', async () => {
      await one.leases.take('old', { holder: 'a', until }, noon);
      await one.leases.take('new', { holder: 'a', until: after(until, 1) }, noon);
      expect(await other.leases.forget(until, 10)).to.equal(1);
      expect([...(await one.leases.heldBy('a', ['old', 'new'], noon))]).to.deep.equal(['new']);
    });
  });

  describe('its call rates', () => {
    const rate = { perMinute: 60, burst: 3 };
    const take = ({ callRates }: Store, now = noon) => callRates.take('ada', now, rate);

    it('count a caller’s calls over all instances, also at one moment', async () => {
      const waits = await Promise.all([one, other, one, other, one].map((store) => take(store)));
      expect(waits.filter((wait) => wait === null)).to.have.length(3);
      expect(waits.filter((wait) => wait !== null)).to.deep.equal([1_000, 1_000]);
      expect(await one.callRates.take('bob', noon, rate)).to.equal(null);
    });

    it('fill up again as time goes by, up to the burst', async () => {
      for (let calls = 0; calls < 3; calls += 1) await take(one);
      expect(await take(other, after(noon, 400))).to.equal(600);
      expect(await take(other, after(noon, 1_000))).to.equal(null);
      expect(await take(one, after(noon, 1_000))).to.equal(1_000);
      const later = after(noon, 60 * minute);
      for (let calls = 0; calls < 3; calls += 1) expect(await take(one, later)).to.equal(null);
      expect(await take(other, later)).to.equal(1_000);
    });

    it('let nobody wait for a clock that was set back', async () => {
      for (let calls = 0; calls < 3; calls += 1) await take(one, after(noon, 60 * minute));
      expect(await take(other)).to.equal(null);
    });

    it('are forgotten when they count no more', async () => {
      await take(one);
      expect(await other.callRates.forget(noon, 10)).to.equal(0);
      expect(await other.callRates.forget(after(noon, 1_000), 10)).to.equal(1);
    });
  });

  describe('its webhooks', () => {
    const entry = {
      at: noon,
      actor: 'ada',
      door: 'slack',
      operation: 'x',
      subject: 'x',
      before: null,
      after: null,
    };

    it('are sent one message an address at a time, by however many instances', async () => {
      const events = ['run.failed'] as const;
      for (const id of ['w1', 'w2']) {
        const webhook = {
          id,
          url: 'https://a.test/',
          jobId: null,
          events,
          createdAt: noon,
          createdBy: 'ada',
        };
        await one.webhooks.add(webhook, 'whsec_x', entry);
        for (const message of ['m1', 'm2', 'm3']) {
          await one.webhooks.send(id, { id: message, type: 'test', body: '{}' }, noon, entry);
        }
      }
      const leaseUntil = after(noon, minute);
      const claims = ['a', 'b', 'c', 'd', 'e', 'f'].map((claim, index) =>
        (index % 2 === 0 ? one : other).webhooks.claim({ claim, now: noon, leaseUntil }),
      );
      const claimed = (await Promise.all(claims)).flatMap((delivery) => delivery?.webhookId ?? []);
      expect(new Set(claimed).size).to.equal(claimed.length);
      expect(claimed).to.not.be.empty;
    });
  });
}
