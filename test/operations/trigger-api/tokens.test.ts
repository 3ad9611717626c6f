import { expect } from 'chai';
import { admin, operationsForEach, operator, viewer } from '../../support/operations.ts';
import type { OperationsBench } from '../../support/operations.ts';
import { after, noon, withJobs } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';

const forAll = { name: 'Nightly load', jobId: null, expiresAt: null };
const minute = 60_000;
const day = 24 * 60 * minute;

describe('tokens of the trigger API', () => {
  let bench: OperationsBench;
  operationsForEach(async (opened) => {
    bench = opened;
    await withJobs(bench.store, 2);
  });

  const make = async (given: Partial<typeof forAll> = {}) =>
    await bench.operations.createToken(admin, { ...forAll, ...given });
  const authenticate = (text: string, now = noon) =>
    bench.operations.authenticate({ ...viewer, now }, { text });

  it('are known by their text, which is stored nowhere', async () => {
    const { token, text } = await make();
    expect(text).to.match(/^cw_[\w-]{12}_[\w-]{43}$/);
    expect((await authenticate(text))?.token).to.deep.equal(token);
    const stored = await bench.store.tokens.byId(token.id);
    const audit = await bench.store.audit.list({ limit: 10, offset: 0 });
    const secret = text.slice(-43);
    expect(JSON.stringify([stored, audit])).not.to.contain(secret);
    expect(audit).to.have.length(1);
    expect(audit[0]).to.deep.include({
      operation: 'create-token',
      subject: token.id,
      actor: 'ada',
      after: { name: 'Nightly load', jobId: null, expiresAt: null },
    });
  });

  it('act as operators through the door api under their name, for one job where they are made for one', async () => {
    const all = await authenticate((await make()).text);
    expect(all?.context).to.deep.equal({ actor: 'Nightly load', role: 'operator', door: 'api', now: noon });
    const one = await authenticate((await make({ name: 'One', jobId: 'job-1' } as object)).text);
    expect(one?.context).to.include({ actor: 'One', onlyJob: 'job-1' });
  });

  it('are refused alike when they have expired, were revoked, or never were any', async () => {
    const { token, text } = await make();
    const other = text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');
    for (const wrong of [other, '', 'cw_', `${text}A`, `${text}\n`, text.toUpperCase(), 'ß'.repeat(10_000)]) {
      expect(await authenticate(wrong), wrong.slice(0, 80)).to.equal(null);
    }
    await bench.operations.revokeToken(admin, { tokenId: token.id });
    expect(await authenticate(text)).to.equal(null);
    const brief = await make({ expiresAt: after(noon, day) } as object);
    expect(await authenticate(brief.text, after(noon, day - 1))).not.to.equal(null);
    expect(await authenticate(brief.text, after(noon, day))).to.equal(null);
  });

  it('remember to the minute when they were used last', async () => {
    const { token, text } = await make();
    const usedAt = async () => (await bench.store.tokens.byId(token.id))?.token.lastUsedAt;
    await authenticate(text);
    expect(await usedAt()).to.deep.equal(noon);
    await authenticate(text, after(noon, minute - 1));
    expect(await usedAt()).to.deep.equal(noon);
    await authenticate(text, after(noon, minute));
    expect(await usedAt()).to.deep.equal(after(noon, minute));
  });

  it('are listed with their job, without what would let anybody use them', async () => {
    const { token, text } = await make();
    const { job, tokens } = await bench.operations.listTokens(admin, { job: 'job 2' });
    expect(job.id).to.equal('job-2');
    expect(tokens).to.deep.equal([token]);
    expect(JSON.stringify(tokens)).not.to.contain(text.slice(-43));
  });

  it('are an admin’s to make, see and revoke', async () => {
    const { token } = await make();
    for (const who of [viewer, operator, { ...admin, onlyJob: 'job-1' }]) {
      for (const refused of [
        bench.operations.createToken(who, forAll),
        bench.operations.listTokens(who, { job: 'job-1' }),
        bench.operations.revokeToken(who, { tokenId: token.id }),
      ]) {
        expect((await rejection(refused)).code).to.be.oneOf(['role_needed', 'out_of_scope']);
      }
    }
  });

  it('need a name, and a day to come', async () => {
    for (const name of ['', ' ', 'x'.repeat(81)]) {
      expect(await rejection(make({ name }))).to.deep.include({ code: 'invalid_name', path: ['name'] });
    }
    const past = make({ expiresAt: noon } as object);
    expect(await rejection(past)).to.deep.include({ code: 'invalid_expiry', path: ['expiresAt'] });
  });

  it('are revoked once', async () => {
    const { token } = await make();
    expect(await bench.operations.revokeToken(admin, { tokenId: token.id })).to.deep.equal(token);
    const again = bench.operations.revokeToken(admin, { tokenId: token.id });
    expect(await rejection(again)).to.include({ code: 'unknown_token' });
  });
});
