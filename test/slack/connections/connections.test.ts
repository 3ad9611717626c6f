import { expect } from 'chai';
import { firstTeam } from '../../../src/domain/team.ts';
import { callbackPath, connectPath, createConnectPages } from '../../../src/http/connect/index.ts';
import { startHttpServer } from '../../../src/http/server.ts';
import type { HttpServer } from '../../../src/http/server.ts';
import { consent } from '../../support/consent.ts';
import { admin } from '../../support/operations.ts';
import { createPageBrowser } from '../../support/page-browser.ts';
import type { Person } from '../../support/person.ts';
import { rejection } from '../../support/rejection.ts';
import { applied, jobName } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';

describeOnBoth('connections in Slack', (house) => {
  let ada: Person;
  let server: HttpServer;
  beforeEach(async () => {
    ada = await house().person('Ada');
    const { operations, log, door } = house();
    let listener: ReturnType<typeof createConnectPages> | null = null;
    const routes = [
      {
        path: `${connectPath}/`,
        listener: (...both: Parameters<NonNullable<typeof listener>>) => listener?.(...both),
      },
    ];
    server = await startHttpServer({ host: '127.0.0.1', port: 0, routes, checks: [], log: log.log });
    const { roleOf, changed } = door.of(firstTeam);
    listener = createConnectPages({
      teamOf: () => Promise.resolve({ operations, roleOf, changed }),
      publicUrl: server.url,
      log: log.log,
    });
    house().sandbox.web.redirectUris.add(`${server.url}${callbackPath}`);
  });
  afterEach(async () => {
    await server.close();
    expect(house().refusals()).to.deep.equal([]);
  });

  /** Follows a link as Ada's browser does, to its end. @returns the heading that she sees */
  async function follows(connection: string | null): Promise<string> {
    const { operations, playground, sandbox } = house();
    const id = playground.people.find(({ name }) => name === ada.name)?.id ?? '';
    const context = { actor: id, role: 'admin', door: 'slack', now: new Date() } as const;
    const { token } = await operations.createConnectLink(context, { connection });
    const browser = createPageBrowser();
    const page = await browser.open(
      `${server.url}${connectPath}/${token}?connector=salesforce&grant=authorization-code`,
    );
    const onward = await browser.submit(page, {
      Name: 'Acme by hand',
      'Login address': sandbox.url,
      'Consumer key': sandbox.credentials.web.clientId,
      'Consumer secret (optional)': sandbox.credentials.web.clientSecret,
    });
    const { location } = await consent(onward.refreshTo ?? '');
    return (await browser.open(location?.href ?? '')).heading;
  }

  it('begin with a link for one admin, in a modal that asks for nothing', async () => {
    await ada.opensHome();
    await ada.sees('None yet. Press Connect to begin.');
    await ada.clicks('Connect');
    await ada.sees('The link is for you alone. It works once');
    await ada.sees('Open in browser');
    await ada.closes();
    await ada.runs('/crosswalk connect', '#crm-syncs');
    await ada.sees('Secrets are entered there only, never in Slack.');
    const vera = await house().person('Vera');
    await vera.runs('/crosswalk connect', '#crm-syncs');
    await vera.sees('you need the role admin');
  });

  it('are told of when they are made, tested, renamed and removed', async () => {
    expect(await follows(null)).to.equal('It worked: Acme by hand is connected');
    await ada.opens('@Crosswalk');
    await ada.sees('Acme by hand is connected: Acme Sandbox (Salesforce) as integration@acme.example.');
    await ada.opensHome();
    await ada.sees(/Acme by hand · Salesforce · connected/);
    await ada.clicks('Connections');
    await ada.sees(/connected · \d+ of 100,000 API requests a day used/, { on: 'Acme by hand' });
    await ada.sees(/Acme Sandbox · integration@acme.example · seen today/);
    await ada.clicks('Test connection', { on: 'Acme by hand' });
    await ada.sees('Acme by hand works: Acme Sandbox');
    await ada.clicks('Rename');
    await ada.types('Acme', { in: 'Name' });
    await ada.submits();
    await ada.sees('Acme by hand is called Acme now.');
    await ada.clicks('Remove');
    await ada.confirms();
    await ada.sees('Acme is removed, and its access to Salesforce is taken back there.');
    await ada.sees('Crosswalk is logged in to no CRM yet.');
  });

  it('are not removed while jobs use them, which are named', async () => {
    await applied(house());
    await ada.opensHome();
    await ada.clicks('Connections');
    await ada.clicks('Remove');
    await ada.sees(`is used by the job "${jobName}"`);
    const context = { ...admin, now: new Date() };
    await house().operations.deleteJob(context, { job: jobName, typed: jobName });
    await ada.clicks('Remove');
    await ada.sees('No job uses Acme Salesforce any more: press Remove again.');
    await ada.clicks('Remove');
    await ada.confirms();
    await ada.sees('Acme Salesforce is removed');
  });

  it('that have expired are told to their owner once, until they are connected again', async () => {
    await follows(null);
    house().sandbox.revokeConsents();
    await ada.opensHome();
    await ada.clicks('Connections');
    await ada.clicks('Test connection');
    await ada.sees('The login to Salesforce has expired, or was taken back.');
    await ada.sees(/Acme by hand · Salesforce · expired · its jobs wait/);
    await ada.clicks('Close');
    await rejection(house().operations.testConnection(admin, { connection: 'Acme by hand' }));
    await ada.opens('@Crosswalk');
    await ada.sees('The login of Acme by hand has expired. Its jobs wait until you connect it again');
    const told = (await ada.screenText()).match(/The login of Acme by hand has expired\./g) ?? [];
    expect(told).to.have.length(1);
    await ada.clicks('Reconnect');
    await ada.sees('Connect Acme by hand again in your browser');
    await ada.closes();
    expect(await follows('Acme by hand')).to.equal('It worked: Acme by hand is connected');
    await ada.sees('Acme by hand is connected again');
  });
});
