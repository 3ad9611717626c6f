import type { App } from '@slack/bolt';
import { expect } from 'chai';
import { installApp } from '../support/install-app.ts';
import type { TestPlayground } from '../support/playground.ts';
import { until } from '../support/until.ts';
import { button, section } from './support/form-bot.ts';
import { startInstalledBot } from './support/installed-bot.ts';
import type { InstalledBot } from './support/installed-bot.ts';
import type { TransportName } from './support/test-bot.ts';
import { signedFor, startTwoWorkspaces } from './support/two-workspaces.ts';

const transports: readonly TransportName[] = ['socket', 'http'];

for (const transport of transports) {
  describe(`a bot that two workspaces install, over ${transport}`, () => {
    let playground: TestPlayground;
    let bot: InstalledBot;
    let left: string[];
    let bodies: object[];

    function listen(app: App): void {
      app.message(async ({ say, context, body }) => {
        bodies.push(body);
        const text = `You are in ${context.teamId ?? 'no workspace'}`;
        await say({ text, blocks: [section(text), button('Press', 'press')] });
      });
      app.action('press', async ({ ack, body }) => {
        bodies.push(body);
        await ack();
      });
      app.event('app_uninstalled', async ({ body }) => {
        left.push(`uninstalled ${body.team_id}`);
      });
      app.event('tokens_revoked', async ({ event, body }) => {
        left.push(`revoked ${event.tokens.bot?.join() ?? ''} of ${body.team_id}`);
      });
    }

    async function start(isRotatingTokens: boolean): Promise<void> {
      left = [];
      bodies = [];
      playground = await startTwoWorkspaces(
        { isRotatingTokens },
        { workspace: { name: 'Acme', isInstalled: false } },
      );
      bot = await startInstalledBot(playground, transport, listen);
    }

    const stop = async (): Promise<void> => {
      await bot.stop();
      await playground.close();
    };

    beforeEach(() => start(false));
    afterEach(stop);

    const globex = () => playground.workspace('Globex');
    const hank = () => playground.personId('Hank', 'Globex');

    it('is not there before, comes when it is allowed, and answers each where they are', async () => {
      const ada = await playground.person('Ada');
      expect(await ada.screenText()).not.to.contain('Crosswalk');
      expect((await installApp(bot.installUrl)).status).to.equal(200);
      expect((await installApp(bot.installUrl, { installer: hank() })).status).to.equal(200);
      await ada.says('@Crosswalk', 'hello');
      await ada.sees(`You are in ${playground.teamId}`);
      const homer = await playground.person('Homer', 'Globex');
      await homer.says('@Crosswalk', 'hello');
      await homer.sees(`You are in ${globex().id}`);
    });

    it('stays outside when it is not', async () => {
      const refused = await installApp(bot.installUrl, { decision: 'deny' });
      expect(refused.location?.searchParams.get('error')).to.equal('access_denied');
      expect(refused.status).to.equal(500);
      expect(playground.workspaces.some(({ isInstalled }) => isInstalled)).to.equal(false);
    });

    it('knows who installed it and what it may do', async () => {
      await installApp(bot.installUrl, { installer: hank() });
      expect(bot.installation(globex().id)).to.deep.include({
        team: { id: globex().id, name: 'Globex' },
        appId: playground.appId,
        tokenType: 'bot',
        isEnterpriseInstall: false,
      });
      expect(bot.installation(globex().id)?.user.id).to.equal(hank());
      expect(bot.installation(globex().id)?.bot).to.include({ userId: globex().botUserId });
    });

    it('is told that it was removed, and hears no more', async () => {
      await installApp(bot.installUrl);
      await installApp(bot.installUrl, { installer: hank() });
      await globex().uninstall();
      await until(() => left.length === 2);
      expect(left).to.have.members([
        `revoked ${globex().botUserId} of ${globex().id}`,
        `uninstalled ${globex().id}`,
      ]);
      const ada = await playground.person('Ada');
      await ada.says('@Crosswalk', 'hello');
      await ada.sees(`You are in ${playground.teamId}`);
    });

    it('is told with all that comes whose it is', async () => {
      await installApp(bot.installUrl);
      await installApp(bot.installUrl, { installer: hank() });
      const homer = await playground.person('Homer', 'Globex');
      await homer.says('@Crosswalk', 'hello');
      await homer.clicks('Press');
      await until(() => bodies.length === 2);
      const { id } = globex();
      const user = playground.personId('Homer', 'Globex');
      expect(bodies[0]).to.deep.include(signedFor(playground, 'Globex'));
      expect(bodies[0]).to.have.property('event').that.includes({ team: id, user });
      expect(bodies[1]).to.deep.include({
        api_app_id: playground.appId,
        team: { id, domain: 'globex' },
        user: { id: user, username: 'homer', name: 'homer', team_id: id },
        enterprise: null,
        is_enterprise_install: false,
      });
    });

    it('has its tokens refreshed by the provider when they are about to expire', async () => {
      await stop();
      await start(true);
      await installApp(bot.installUrl, { installer: hank() });
      const known = bot.installation(globex().id)?.bot;
      if (known === undefined) throw new Error('It is not installed.');
      const { token } = known;
      known.expiresAt = Math.floor(Date.now() / 1_000) + 60;
      globex().expireTokens();
      const homer = await playground.person('Homer', 'Globex');
      await homer.says('@Crosswalk', 'hello');
      await homer.sees(`You are in ${globex().id}`);
      expect(bot.installation(globex().id)?.bot?.token).not.to.equal(token);
    });
  });
}
