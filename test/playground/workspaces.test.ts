import type { HomeView, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { expect } from 'chai';
import { rejection } from '../support/rejection.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { Act } from '../../src/playground/act.ts';
import type { TestPlayground } from '../support/playground.ts';
import { clientOf, refusedWith } from './support/client.ts';
import { button, plain, section } from './support/form-bot.ts';
import { signedFor, startTwoWorkspaces } from './support/two-workspaces.ts';

const home = (): HomeView => ({ type: 'home', blocks: [section('Hello')] });

const namesOf = async (client: WebClient) =>
  (await client.users.list({})).members?.map(({ name, team_id: team }) => `${name} ${team}`);

describe('two workspaces', () => {
  let playground: TestPlayground;
  let acme: WebClient;
  let globex: WebClient;

  beforeEach(async () => {
    playground = await startTwoWorkspaces();
    acme = clientOf(playground);
    globex = clientOf(playground, playground.workspace('Globex').install());
  });

  afterEach(() => playground.close());

  const deliveries = (name: string) =>
    playground.traffic.filter((entry) => entry.direction === 'delivery' && entry.name === name);

  it('have people and channels of their own under the same names', async () => {
    const [one, other] = playground.workspaces.map(({ id }) => id);
    expect(await namesOf(acme)).to.deep.equal(
      ['ada', 'otto', 'vera', 'crosswalk'].map((name) => `${name} ${one}`),
    );
    expect(await namesOf(globex)).to.deep.equal(
      ['hank', 'homer', 'gil', 'crosswalk'].map((name) => `${name} ${other}`),
    );
    const generals = playground.workspaces.map((workspace) => workspace.channelId('general'));
    expect(new Set(generals).size).to.equal(2);
    const bots = playground.workspaces.map(({ botUserId }) => botUserId);
    expect(new Set(bots).size).to.equal(2);
  });

  it('know nothing of what is in the other', async () => {
    const channel = playground.channelId('general');
    const user = playground.personId('Ada');
    expect(await refusedWith(globex.conversations.info({ channel }))).to.equal('channel_not_found');
    expect(await refusedWith(globex.chat.postMessage({ channel, text: 'hi' }))).to.equal('channel_not_found');
    expect(await refusedWith(globex.chat.postMessage({ channel: user, text: 'hi' }))).to.equal(
      'channel_not_found',
    );
    expect(await refusedWith(globex.users.info({ user }))).to.equal('user_not_found');
    expect(await refusedWith(globex.conversations.open({ users: user }))).to.equal('user_not_found');
    expect(await refusedWith(globex.views.publish({ user_id: user, view: home() }))).to.equal(
      'user_not_found',
    );
  });

  it('keep their messages, views and triggers to themselves', async () => {
    const ada = playground.personId('Ada');
    const published = await acme.views.publish({ user_id: ada, view: home() });
    const update = globex.views.update({
      view_id: published.view?.id ?? '',
      view: home(),
    });
    expect(await refusedWith(update)).to.equal('not_found');
    const person = await playground.person('Ada');
    await person.runs('/crosswalk', '#general');
    const sent = deliveries('slash_commands')[0]?.sent;
    const triggerId = String((sent as Readonly<Record<string, unknown>>)['trigger_id']);
    const view: ModalView = { type: 'modal', title: plain('Stolen'), blocks: [section('Hello')] };
    expect(await refusedWith(globex.views.open({ trigger_id: triggerId, view }))).to.equal(
      'invalid_trigger_id',
    );
    await acme.views.open({ trigger_id: triggerId, view });
  });

  it('keep their files to themselves', async () => {
    const uploaded = await acme.filesUploadV2({ file: Buffer.from('a,b'), filename: 'a.csv' });
    const id = uploaded.files[0]?.files?.[0]?.id ?? '';
    expect(id).to.match(/^F/);
    expect(await refusedWith(globex.files.delete({ file: id }))).to.equal('file_not_found');
    await acme.files.delete({ file: id });
  });

  it('count calls apart', async () => {
    const calls = Array.from({ length: 20 }, () => acme.conversations.list({}));
    await Promise.all(calls);
    const refused = await rejection(acme.conversations.list({}));
    expect(refused.message).to.contain('rate');
    await globex.conversations.list({});
  });

  it('say in every delivery whose it is', async () => {
    const homer = await playground.person('Homer', 'Globex');
    await homer.says('@Crosswalk', 'hello');
    await homer.runs('/crosswalk');
    const { id } = playground.workspace('Globex');
    expect(deliveries('message').at(-1)?.sent).to.deep.include(signedFor(playground, 'Globex'));
    expect(deliveries('slash_commands').at(-1)?.sent).to.include({
      team_id: id,
      team_domain: 'globex',
      user_id: playground.personId('Homer', 'Globex'),
      is_enterprise_install: 'false',
    });
  });

  it('have nothing of an app that was removed but what it said', async () => {
    const hank = await playground.person('Hank', 'Globex');
    const channel = playground.workspace('Globex').channelId('general');
    await globex.conversations.join({ channel });
    await globex.chat.postMessage({
      channel,
      text: 'Here to help',
      blocks: [button('Press', 'press')],
    });
    await hank.opensHome();
    await playground.workspace('Globex').uninstall();
    await hank.opens('#general');
    await hank.sees('Crosswalk');
    await hank.clicks('Press');
    await hank.sees('dispatch_failed');
    await hank.runs('/crosswalk');
    await hank.sees('/crosswalk is not a valid command.');
    expect(deliveries('block_actions')).to.deep.equal([]);
    const before = deliveries('message').length;
    await hank.says('#general', 'gone?');
    expect(deliveries('message')).to.have.length(before);
  });

  it('lose the app when an owner removes it and confirms that, and nobody else', async () => {
    const act = async (person: string, body: Act) => {
      const id = playground.personId(person, 'Globex');
      const url = `${playground.url}/playground/api/people/${id}/acts`;
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      return (await response.json()) as { readonly error?: string };
    };
    expect(await act('Homer', { act: 'remove-app' })).to.include({ error: 'not_an_admin' });
    const hank = await playground.person('Hank', 'Globex');
    await act('Hank', { act: 'remove-app' });
    await hank.sees('Remove Crosswalk?');
    await hank.declines();
    await globex.auth.test();
    await act('Hank', { act: 'remove-app' });
    await hank.confirms();
    expect(await refusedWith(globex.auth.test())).to.equal('account_inactive');
    expect(deliveries('app_uninstalled').filter(({ retry }) => retry === 0)).to.have.length(1);
    expect(await act('Hank', { act: 'remove-app' })).to.include({ error: 'not_installed' });
    await acme.auth.test();
  });

  it('with the same id in both are refused', async () => {
    const people = [{ name: 'Ada Lovelace', id: 'U1' }];
    const refused = await rejection(
      startTestPlayground({ workspace: { people }, otherWorkspaces: [{ name: 'Globex', people }] }),
    );
    expect(refused.message).to.contain('both have U1');
  });
});
