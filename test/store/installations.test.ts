/** Workspaces that install the app, and the tokens that Slack gives for them. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { firstTeam } from '../../src/domain/team.ts';
import type { TeamId } from '../../src/domain/team.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { aConfiguration, aJob, anInstallation, noon } from '../support/records.ts';

describeOnBothDatabases('a workspace that installs the app', (fresh) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore({ url: await fresh(), encryptionKey: createSecretKey(randomBytes(32)) });
  });
  afterEach(() => store.close());

  it('becomes the first team, where that is nobody’s and empty, and others teams of their own', async () => {
    const { teams } = store.state;
    expect(await teams.install(anInstallation())).to.equal(firstTeam);
    expect(await teams.install(anInstallation({ id: 'T2', name: 'Other' }))).to.equal('T2');
    expect(await teams.byWorkspace('T1')).to.include({ id: firstTeam, name: 'Acme', leftAt: null });
    expect(await teams.byWorkspace('T2')).to.include({ id: 'T2', name: 'Other' });
    expect(await teams.byWorkspace('T3')).to.equal(null);
    const [entry] = await store.state.of('T2' as TeamId).audit.list({ limit: 1, offset: 0 });
    expect(entry).to.include({ operation: 'join-workspace', actor: 'UADA', subject: 'T2' });
  });

  it('does not get what the command line has made before any bot was there', async () => {
    await store.applyConfiguration(aConfiguration({ jobs: [{ job: aJob(), nextRunAt: noon }] }));
    expect(await store.state.teams.install(anInstallation())).to.equal('T1');
    expect(await store.state.of('T1' as TeamId).jobs.list()).to.deep.equal([]);
  });

  it('does not get the first team where that is for the workspace of a token, nor a team that is another’s', async () => {
    const { teams } = store.state;
    expect(await teams.install(anInstallation(), { mayBeFirst: false })).to.equal('T1');
    expect(await teams.meet(firstTeam, { id: 'T1', name: 'Acme', enterprise: null })).to.equal('other');
    expect(await teams.meet(firstTeam, { id: 'T9', name: 'Own', enterprise: null })).to.equal('met');
    expect(await teams.install(anInstallation({ id: 'T9' }), { mayBeFirst: false })).to.equal(firstTeam);
  });

  it('does not leave by what was said of an installation that it had before', async () => {
    const { teams } = store.state;
    await teams.install(anInstallation());
    await teams.install({ ...anInstallation(), installedAt: new Date(noon.getTime() + 5) });
    expect(await teams.leave(firstTeam, noon, noon)).to.equal(false);
    expect(await store.installation.find()).not.to.equal(null);
    expect(await teams.leave(firstTeam, noon, new Date(noon.getTime() + 5))).to.equal(true);
  });

  it('is the same team when it comes back, and when one process after another installs it at once', async () => {
    const { teams } = store.state;
    await teams.install(anInstallation());
    await store.applyConfiguration(aConfiguration({ jobs: [{ job: aJob(), nextRunAt: noon }] }));
    await teams.leave(firstTeam, noon);
    expect(await store.installation.find()).to.equal(null);
    const again = [1, 2, 3].map(() => teams.install(anInstallation({}, { access: 'xoxb-2' })));
    expect(await Promise.all(again)).to.deep.equal([firstTeam, firstTeam, firstTeam]);
    expect(await teams.byWorkspace('T1')).to.include({ leftAt: null });
    expect(await store.state.of(firstTeam).jobs.list()).to.have.length(1);
    expect(await store.installation.find()).to.have.nested.property('tokens.access', 'xoxb-2');
  });

  it('has its tokens encrypted, and each is renewed by one alone', async () => {
    const { teams } = store.state;
    const expiresAt = new Date(noon.getTime() + 1_000);
    await teams.install(anInstallation({}, { access: 'xoxe.xoxb-1', refresh: 'xoxe-1', expiresAt }));
    await teams.install(
      anInstallation({ id: 'T2' }, { access: 'xoxe.xoxb-9', refresh: 'xoxe-1', expiresAt }),
    );
    const next = { access: 'xoxe.xoxb-2', refresh: 'xoxe-2', expiresAt: new Date(noon.getTime() + 2_000) };
    const renewed = [1, 2, 3].map(() => store.installation.renew('xoxe-1', next));
    expect((await Promise.all(renewed)).filter((isRenewed) => isRenewed)).to.have.length(1);
    expect((await store.installation.find())?.tokens).to.deep.equal(next);
    const theirs = await store.state.of('T2' as TeamId).installation.find();
    expect(theirs?.tokens).to.deep.equal({ access: 'xoxe.xoxb-9', refresh: 'xoxe-1', expiresAt });
  });

  it('is looked for where something is due in its outbox', async () => {
    const { teams, everywhere } = store.state;
    const other = await teams
      .install(anInstallation({ id: 'T1' }))
      .then(() => teams.install(anInstallation({ id: 'T2' })));
    const content = { kind: 'run ended', runId: 'r', event: 'failed' } as const;
    await store.state.of(other).outbox.add({ to: 'C1', content }, noon);
    await store.state.of(other).outbox.add({ to: 'C2', content }, noon);
    expect(await everywhere.outbox.teamsDue(new Date(noon.getTime() - 1), 9)).to.deep.equal([]);
    expect(await everywhere.outbox.teamsDue(noon, 9)).to.deep.equal(['T2']);
  });
});
