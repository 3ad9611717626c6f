/** The whole way of a record from the hub to the org, through the command line. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { anAccount, keyOf, namesInOrg, outboundJob, putAccounts } from '../support/outbound-house.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

const all = 50_000;
const changed = 500;
/** Some of them are refused by the org, the others do not even fit. */
const [refused, tooLong] = [600, 400];

describeOnBothDatabases('an outbound job', (fresh) => {
  let house: House;
  let hubUrl: string;
  before(async function () {
    this.timeout(300_000);
    hubUrl = await fresh();
    house = await openHouse({ stateUrl: await fresh(), hubUrl });
    house.sandbox.org.addValidationRule('Account', (get) =>
      String(get('Name')).startsWith('Refused') ? 'We do not want it.' : null,
    );
    const good = Array.from({ length: all }, (_, at) => anAccount(at, `Account ${at}`));
    const bad = Array.from({ length: refused }, (_, at) => anAccount(all + at, `Refused ${at}`));
    const long = Array.from({ length: tooLong }, (_, at) => {
      const account = anAccount(all + refused + at, `Too long ${at}`);
      return { ...account, keys: [`${account.keys?.[0]} ${'x'.repeat(40)}`] };
    });
    await putAccounts(hubUrl, [...good, ...bad, ...long]);
    await house.apply(outboundJob);
  });
  after(() => house.close());

  it(`creates ${all} records, and tells of each bad one why it is not among them`, async function () {
    this.timeout(300_000);
    const run = await house.run('Accounts out');
    expect(run.status, JSON.stringify(run.error)).to.equal('partly succeeded');
    expect(run.counts).to.deep.equal({
      read: all + refused + tooLong,
      created: all,
      updated: 0,
      unchanged: 0,
      ignored: 0,
      rejected: refused + tooLong,
      deleted: 0,
    });
    const names = namesInOrg(house);
    expect(names.size).to.equal(all);
    expect(names.get(keyOf(31_415))).to.equal('Account 31415');
    const rejects = readFileSync(run.files.rejects ?? '', 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    expect(rejects).to.have.lengthOf(refused + tooLong);
    expect(rejects.filter((line) => line.includes('We do not want it.'))).to.have.lengthOf(refused);
    expect(rejects.filter((line) => /LegacyId__c.*40/.test(line))).to.have.lengthOf(tooLong);
  });

  it(`sends exactly ${changed} when so many have changed`, async function () {
    this.timeout(300_000);
    const step = Math.floor(all / changed);
    const rows = Array.from({ length: changed }, (_, at) => anAccount(at * step, `Changed ${at}`));
    await putAccounts(hubUrl, rows);
    const run = await house.run('Accounts out');
    expect(run.counts).to.include({ created: 0, updated: changed, unchanged: all - changed });
    expect(run.counts).to.include({ rejected: refused + tooLong });
    const names = namesInOrg(house);
    expect([...names.values()].filter((name) => name.startsWith('Changed'))).to.have.lengthOf(changed);
    expect(names.size).to.equal(all);
  });
});
