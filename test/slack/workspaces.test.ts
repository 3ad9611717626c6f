/** One bot in many workspaces: each installs it by OAuth, and none of them sees what is another's. */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { firstTeam } from '../../src/domain/team.ts';
import type { Person } from '../support/person.ts';
import { consent } from '../support/consent.ts';
import { aConfiguration, aConnection, aJob, noon } from '../support/records.ts';
import { projectRoot } from '../support/project-root.ts';
import { untilSlowly } from '../support/until-slowly.ts';
import { openInstallingHouse } from './support/installing.ts';
import type { InstallingHouse } from './support/installing.ts';
import { transports } from './support/slack-house.ts';

const timeoutMs = 90_000;

for (const transport of transports) {
  describe(`a bot that two workspaces have installed, over ${transport === 'socket' ? 'Socket Mode' : 'HTTP'}`, function () {
    this.timeout(timeoutMs);
    let house: InstallingHouse;
    let ada: Person;
    let hank: Person;
    before(async () => {
      house = await openInstallingHouse(transport);
      ada = await house.playground.person('Ada', 'Acme');
      hank = await house.playground.person('Hank', 'Globex');
    });
    after(() => house.close());

    async function withJob(workspace: string, name: string): Promise<void> {
      const id = `job-of-${workspace}`;
      const connectionId = `connection-of-${workspace}`;
      await house.app.state.of(await house.teamOf(workspace)).applyConfiguration(
        aConfiguration({
          connections: [
            aConnection({
              id: connectionId,
              name: 'Salesforce',
              secrets: {},
              owner: house.ownerOf(workspace),
            }),
          ],
          jobs: [{ job: aJob({ id, name, connectionId }), nextRunAt: null }],
        }),
      );
    }

    it('says on a page that it is installed, and is there at once', async () => {
      const page = await house.install('Acme');
      expect(page).to.include('Crosswalk is installed in Acme').and.to.include('slack://app?team=');
      await ada.opensHome();
      await ada.sees('New integration');
      expect(await house.install('Globex')).to.include('Crosswalk is installed in Globex');
      await hank.opensHome();
      await hank.sees('New integration');
      expect(await house.teamOf('Acme')).to.equal(firstTeam);
      expect(await house.teamOf('Globex')).to.equal(house.playground.workspace('Globex').id);
    });

    it('shows each its own jobs, in App Home and to who asks for them', async () => {
      await withJob('Acme', 'Anvils');
      await withJob('Globex', 'Lasers');
      await ada.opensHome();
      await ada.sees('Anvils');
      await ada.doesNotSee('Lasers');
      await hank.opensHome();
      await hank.sees('Lasers');
      await hank.doesNotSee('Anvils');
      await hank.runs('/crosswalk history Anvils', '#general');
      await hank.sees('There is no job "Anvils". There is: "Lasers".');
      await hank.closes();
    });

    it('sends each what is in its outbox, without anybody having done anything there', async () => {
      const { state } = house.app;
      for (const workspace of ['Acme', 'Globex']) {
        await house.expire(workspace, `Nobody gets in at ${workspace}.`);
      }
      await untilSlowly(async () => (await state.everywhere.outbox.waiting()) === 0);
      for (const [person, ours, theirs] of [
        [ada, 'Acme', 'Globex'],
        [hank, 'Globex', 'Acme'],
      ] as const) {
        await person.opens('@Crosswalk');
        await person.sees(`Nobody gets in at ${ours}.`);
        await person.doesNotSee(`Nobody gets in at ${theirs}.`);
      }
    });

    it('stops in a workspace that removes it, and goes on with all it had when that installs it again', async () => {
      const team = await house.teamOf('Globex');
      const globex = house.playground.workspace('Globex');
      const { state } = house.app;
      await globex.uninstall();
      await untilSlowly(async () => (await state.teams.byWorkspace(globex.id))?.leftAt !== null);
      expect(await state.of(team).installation.find()).to.equal(null);
      await ada.runs('/crosswalk list', '#general');
      await ada.sees('Anvils');
      expect(await house.install('Globex')).to.include('installed in Globex');
      expect(await house.teamOf('Globex')).to.equal(team);
      await hank.opensHome();
      await hank.sees('Lasers');
      expect(house.log.messages(50)).to.deep.equal([]);
    });

    it('finds out that a workspace has removed it when nobody heard that, and comes back there, too', async () => {
      const team = await house.teamOf('Globex');
      const globex = house.playground.workspace('Globex');
      const { state } = house.app;
      globex.uninstallUnheard();
      await house.expire('Globex', 'Nobody is there to be told.');
      await untilSlowly(async () => (await state.teams.byWorkspace(globex.id))?.leftAt !== null);
      expect(await state.of(team).installation.find()).to.equal(null);
      await ada.runs('/crosswalk list', '#general');
      await ada.sees('Anvils');
      expect(await house.install('Globex')).to.include('installed in Globex');
      expect(await house.teamOf('Globex')).to.equal(team);
      await hank.opensHome();
      await hank.sees('Lasers');
    });

    it('is ready while it is in no workspace, and in whichever', async () => {
      expect((await fetch(`${house.doors.url}/ready`)).status).to.equal(200);
    });
  });
}

describe('installing the bot in a workspace', function () {
  this.timeout(timeoutMs);
  let house: InstallingHouse;
  before(async () => {
    house = await openInstallingHouse('http');
  });
  after(() => house.close());

  const installer = (): string => house.playground.personId('Ada', 'Acme');

  it('asks for what the manifest asks for, and has the browser come back to PUBLIC_URL', async () => {
    const { url } = await house.begin();
    const asked = new URL(url).searchParams;
    expect(asked.get('client_id')).to.equal(house.playground.clientId);
    expect(asked.get('redirect_uri')).to.equal(`${house.doors.url}/slack/oauth_redirect`);
    const manifest = parse(readFileSync(join(projectRoot, 'manifest.yml'), 'utf8')) as {
      oauth_config: { scopes: { bot: string[] } };
    };
    expect(asked.get('scope')?.split(',')).to.deep.equal(manifest.oauth_config.scopes.bot);
  });

  it('says so where the person does not want it', async () => {
    const { url, cookie } = await house.begin();
    const { location } = await consent(url, 'deny');
    const { status, page } = await house.comeBack(location, cookie);
    expect(status).to.equal(200);
    expect(page).to.include('nothing was installed').and.to.include('/slack/install');
  });

  it('refuses what another browser has begun, what was changed on the way, and a code that was used', async () => {
    const { url, cookie } = await house.begin();
    const { location } = await consent(url, 'allow', { installer: installer() });
    const other = await house.begin();
    const changed = new URL(location ?? '');
    changed.searchParams.set('state', `${changed.searchParams.get('state')}x`);
    const stateless = new URL(location ?? '');
    stateless.searchParams.delete('state');
    for (const [back, shown] of [
      [location, ''],
      [location, other.cookie],
      [changed, cookie],
      [changed, cookie.replace(/=.*/, `=${changed.searchParams.get('state')}`)],
      [stateless, cookie],
    ] as const) {
      const { status, page } = await house.comeBack(back, shown);
      expect(status).to.equal(403);
      expect(page).to.include('not begun in this browser');
    }
    expect(await house.app.state.teams.byWorkspace(house.playground.teamId)).to.equal(null);
    expect((await house.comeBack(location, cookie)).page).to.include('installed in Acme');
    expect((await house.comeBack(location, cookie)).status).to.equal(403);
  });

  it('is for browsers', async () => {
    for (const path of ['/slack/install', '/slack/oauth_redirect']) {
      expect((await fetch(`${house.doors.url}${path}`, { method: 'POST' })).status).to.equal(405);
    }
  });

  it('tells whoever comes from a workspace without it where it is installed, and does nothing', async () => {
    const { playground, doors } = house;
    const body = new URLSearchParams({
      command: '/crosswalk',
      text: 'list',
      user_id: playground.personId('Hank', 'Globex'),
      team_id: playground.workspace('Globex').id,
      api_app_id: playground.appId,
      channel_id: 'C1',
      trigger_id: '1.2.3',
      response_url: `${doors.url}/nothing`,
    }).toString();
    const stamp = String(Math.floor(Date.now() / 1_000));
    const { signingSecret } = playground;
    const signature = createHmac('sha256', signingSecret).update(`v0:${stamp}:${body}`).digest('hex');
    const answer = await fetch(`${doors.url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': stamp,
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    });
    expect(answer.status).to.equal(200);
    await untilSlowly(() =>
      house.log.messages(40).some((line) => String(line).includes('not installed there')),
    );
  });
});

describe('a bot whose tokens expire', function () {
  this.timeout(timeoutMs);
  let house: InstallingHouse;
  before(async () => {
    house = await openInstallingHouse('http', { isRotatingTokens: true });
    await house.install('Acme');
    await house.install('Globex');
  });
  after(() => house.close());

  const tokensOf = async (workspace: string) =>
    (await house.app.state.of(await house.teamOf(workspace)).installation.find())?.tokens;

  it('renews one before a message that no event has started, and each once', async () => {
    const before = await tokensOf('Globex');
    expect(before?.access).to.match(/^xoxe\.xoxb-/);
    expect(before?.expiresAt?.getTime()).to.be.greaterThan(Date.now());
    house.playground.workspace('Globex').expireTokens();
    const { state } = house.app;
    const team = await house.teamOf('Globex');
    const ids = ['c1', 'c2', 'c3'];
    const owner = house.playground.personId('Hank', 'Globex');
    const connections = ids.map((id) => aConnection({ id, name: id, secrets: {}, owner }));
    await state.of(team).applyConfiguration(aConfiguration({ connections }));
    for (const id of ids) await state.of(team).connections.expire(id, 'It is over.', new Date());
    await untilSlowly(async () => (await state.everywhere.outbox.waiting()) === 0);
    const hank = await house.playground.person('Hank', 'Globex');
    await hank.opens('@Crosswalk');
    await hank.sees('It is over.');
    const after = await tokensOf('Globex');
    expect(after?.access).not.to.equal(before?.access);
    const asked = house.playground.traffic.filter(({ name }) => name === 'oauth.v2.access');
    expect(asked.filter(({ isOk }) => isOk)).to.have.length(3);
    expect((await tokensOf('Acme'))?.expiresAt?.getTime()).to.be.greaterThan(noon.getTime());
  });

  it('keeps its tokens out of the log and, but encrypted, out of every file', async () => {
    const files = readdirSync(house.folder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
    expect(texts.some((text) => text.includes('SQLite format 3'))).to.equal(true);
    const text = [JSON.stringify(house.log.lines), ...texts].join('');
    for (const tokens of [await tokensOf('Acme'), await tokensOf('Globex')]) {
      for (const each of [tokens?.access, tokens?.refresh]) {
        expect(each).to.match(/^xoxe/);
        expect(text.includes(each ?? '')).to.equal(false);
      }
    }
  });
});
