/** One bot in a hundred workspaces: each is told of its own, and none of another's. */
import { expect } from 'chai';
import { anInstallation } from '../support/records.ts';
import { untilSlowly } from '../support/until-slowly.ts';
import { openInstallingHouse, ownerNameOf } from './support/installing.ts';
import type { InstallingHouse } from './support/installing.ts';

const others = Array.from({ length: 99 }, (_, index) => `Company ${index + 1}`);
const all = ['Acme', ...others];
const reasonAt = (workspace: string): string => `Nobody gets in at ${workspace}.`;

describe('a bot in a hundred workspaces', function () {
  this.timeout(180_000);
  let house: InstallingHouse;
  before(async () => {
    house = await openInstallingHouse('http', { others });
    await house.install('Acme');
    // The pages for installing the app take so many from one address no faster than a minute allows.
    for (const name of others) {
      const workspace = house.playground.workspace(name);
      const { id, botUserId } = workspace;
      const access = workspace.install();
      await house.app.state.teams.install({ ...anInstallation({ id, name }, { access }), botUserId });
    }
  });
  after(() => house.close());

  it('tells each, once, what it has not asked for', async () => {
    const { state } = house.app;
    const begin = house.playground.traffic.length;
    for (const workspace of all) await house.expire(workspace, reasonAt(workspace));
    await untilSlowly(async () => (await state.everywhere.outbox.waiting()) === 0);
    const sent = house.playground.traffic
      .slice(begin)
      .filter(({ name, isOk }) => name === 'chat.postMessage' && isOk)
      .map((each) => JSON.stringify(each.sent));
    for (const workspace of all) {
      const theirs = sent.filter((text) => text.includes(reasonAt(workspace)));
      expect(theirs, workspace).to.have.length(1);
    }
    expect(sent).to.have.length(all.length);
    expect(house.log.messages(40)).to.deep.equal([]);
  });

  it('answers in each, to whoever comes there', async () => {
    for (const workspace of all.filter((_, index) => index % 20 === 0)) {
      const person = await house.playground.person(ownerNameOf(workspace), workspace);
      await person.opens('@Crosswalk');
      await person.sees(reasonAt(workspace));
      await person.runs('/crosswalk list', '#general');
      await person.sees('There are no jobs yet');
    }
  });
});
