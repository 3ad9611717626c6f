/** SLACK_BOT_TOKEN beside OAuth: the workspace that was there first keeps what it has while others install the app. */
import { expect } from 'chai';
import { firstTeam } from '../../src/domain/team.ts';
import { untilSlowly } from '../support/until-slowly.ts';
import { openInstallingHouse, ownerNameOf } from './support/installing.ts';
import type { InstallingHouse, InstallingHouseOptions } from './support/installing.ts';

describe('a bot whose settings have the token of one workspace, and which others install', function () {
  this.timeout(90_000);
  let house: InstallingHouse;
  const open = async (options: InstallingHouseOptions = {}): Promise<void> => {
    house = await openInstallingHouse('http', { hasTokenOfAcme: true, ...options });
  };
  afterEach(() => house.close());

  const installationOf = (workspace: string) =>
    house.teamOf(workspace).then((team) => house.app.state.of(team).installation.find());

  /** Something is sent to the owner of a workspace, which nobody there has asked for. */
  async function hears(workspace: string, text: string): Promise<void> {
    await house.expire(workspace, text);
    const person = await house.playground.person(ownerNameOf(workspace), workspace);
    await person.opens('@Crosswalk');
    await person.sees(text);
  }

  it('is there for the one at once, and for each other that has installed it, each with its own', async () => {
    await open();
    const ada = await house.playground.person('Ada', 'Acme');
    const hank = await house.playground.person('Hank', 'Globex');
    await ada.opensHome();
    await ada.sees('New integration');
    expect(await house.teamOf('Acme')).to.equal(firstTeam);
    expect(await installationOf('Acme')).to.equal(null);
    expect(await house.install('Globex')).to.include('Crosswalk is installed in Globex');
    expect(await house.teamOf('Globex')).to.equal(house.playground.workspace('Globex').id);
    await hank.opensHome();
    await hank.sees('New integration');
    await hears('Acme', 'Nobody gets in at Acme.');
    await hears('Globex', 'Nobody gets in at Globex.');
    await ada.doesNotSee('Nobody gets in at Globex.');
    expect(house.log.messages(40)).to.deep.equal([]);
  });

  it('lets nobody else be the first while Slack does not say whose the token is', async () => {
    const tries = 3;
    const isAway = { kind: 'unavailable', times: tries, of: ['auth.test'] } as const;
    await open({ beforehand: (playground) => playground.disturb(isAway) });
    // Slack answers when it is asked about Globex, and not about the token of the settings.
    house.playground.disturb({ ...isAway, after: 1 });
    expect(await house.install('Globex')).to.include('Crosswalk is installed in Globex');
    expect(await house.teamOf('Globex')).to.equal(house.playground.workspace('Globex').id);
    const unknown = house.log.messages(40).filter((line) => String(line).includes('SLACK_BOT_TOKEN'));
    expect(unknown, 'said that it is not known whose it is').to.have.length(2);
    const ada = await house.playground.person('Ada', 'Acme');
    await ada.opensHome();
    await untilSlowly(() =>
      house.teamOf('Acme').then(
        () => true,
        () => false,
      ),
    );
    await ada.opensHome();
    await ada.sees('New integration');
    expect(await house.teamOf('Acme')).to.equal(firstTeam);
  });

  it('goes on with what the workspace gave when it installed the app anew, where Slack refuses the token', async () => {
    await open();
    await hears('Acme', 'By the token of the settings.');
    const acme = house.playground.workspace('Acme');
    await acme.uninstall();
    await untilSlowly(async () => (await house.app.state.teams.byWorkspace(acme.id))?.leftAt !== null);
    expect(await house.install('Acme')).to.include('Crosswalk is installed in Acme');
    expect(await house.teamOf('Acme')).to.equal(firstTeam);
    expect((await installationOf('Acme'))?.tokens.access).to.be.a('string');
    await hears('Acme', 'By the new one.');
    const ada = await house.playground.person('Ada', 'Acme');
    await ada.opensHome();
    await ada.sees('New integration');
    await ada.runs('/crosswalk help', '#general');
    await ada.sees('fullsync');
  });
});
