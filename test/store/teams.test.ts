import { createSecretKey } from 'node:crypto';
import { expect } from 'chai';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import type { TeamId } from '../../src/domain/team.ts';
import { firstTeam } from '../../src/domain/team.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { aConfiguration, aConnection, aJob, aNewRun, noon, anInstallation } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';

const stamp = '2026-03-02 12:00:00.000 +00:00';
const before = `
  INSERT INTO connections (id, name, name_key, connector, settings, placeholders, state, created_at, updated_at)
    VALUES ('c', 'Acme', 'acme', 'salesforce', '{}', '{}', 'connected', '${stamp}', '${stamp}');
  INSERT INTO connection_secrets (connection_id, path, key_id, sealed) VALUES ('c', 'auth.x', 'k', 's');
  INSERT INTO jobs (id, name, name_key, connection_id, definition, version, enabled)
    VALUES ('j', 'Job', 'job', 'c', '${JSON.stringify(aJob({ id: 'j', connectionId: 'c', name: 'Job' }))}', 1, TRUE);
  INSERT INTO job_versions (job_id, version, definition, saved_at, saved_by, door)
    VALUES ('j', 1, '${JSON.stringify(aJob({ id: 'j', connectionId: 'c', name: 'Job' }))}', '${stamp}', 'ada', 'cli');
  INSERT INTO job_cursors (job_id, until, fingerprint, last_full_at) VALUES ('j', '${stamp}', 'f', '${stamp}');
  INSERT INTO audit (at, actor, door, operation, subject, before, after)
    VALUES ('${stamp}', 'ada', 'cli', 'o', 's', '1', '2');
  INSERT INTO api_tokens (id, name, name_key, job_id, hash, created_at, created_by)
    VALUES ('t', 'CI', 'ci', 'j', 'h', '${stamp}', 'ada');
  INSERT INTO roles (person, role, granted_at, granted_by) VALUES ('UADA', 'admin', '${stamp}', 'ada')`;

describeOnBothDatabases('a database from before there were teams', (fresh) => {
  it('is the first team’s, with all that it holds and what refers to it', async () => {
    const url = await fresh();
    const database = await openDatabase(url);
    const earlier = migrations.slice(
      0,
      migrations.findIndex(({ name }) => name.endsWith('-teams')),
    );
    await migrate(database, earlier, 'store');
    for (const statement of before.split(';\n')) await database.query(statement);
    await database.close();

    const store = await openStore({ url });
    try {
      expect((await store.jobs.list()).map(({ id }) => id)).to.deep.equal(['j']);
      expect((await store.jobs.versions('j', { limit: 9, offset: 0 })).total).to.equal(1);
      expect(await store.jobs.cursor('j')).to.include({ fingerprint: 'f' });
      expect(await store.connections.secretNames('c')).to.deep.equal(['auth.x']);
      expect(await store.roles.of('UADA')).to.equal('admin');
      expect(await store.state.everywhere.teamOf.token('t')).to.equal(firstTeam);
      // What is counted goes on from where it was.
      const entry = { at: noon, actor: 'a', door: 'cli', operation: 'o', subject: 's', before: 1, after: 2 };
      expect(await store.jobs.remove('j', 'ada', entry)).to.deep.equal({ kind: 'deleted' });
      expect(await store.audit.list({ limit: 9, offset: 0 })).to.have.length(2);
      expect(await store.tokens.byId('t')).to.equal(null);
      expect((await store.state.teams.list(9)).map(({ id }) => id)).to.deep.equal([firstTeam]);
    } finally {
      await store.close();
    }
  });
});

describeOnBothDatabases('two teams in one database', (fresh) => {
  const others = 'T2' as TeamId;
  let ours: Store;
  let theirs: Store;
  beforeEach(async () => {
    const url = await fresh();
    ours = await openStore({ url });
    const database = await openDatabase(url);
    await database.query(`INSERT INTO teams (id, created_at) VALUES ('${others}', '${stamp}')`);
    await database.close();
    theirs = { ...ours, ...ours.state.of(others) };
  });
  afterEach(() => ours.close());

  it('have jobs and connections of the same names, and each finds its own', async () => {
    for (const [store, id] of [
      [ours, 'ours'],
      [theirs, 'theirs'],
    ] as const) {
      const jobs = [{ job: aJob({ id, connectionId: id, name: 'Same' }), nextRunAt: noon }];
      await store.applyConfiguration(
        aConfiguration({ connections: [aConnection({ id, name: 'Same' })], jobs }),
      );
    }
    expect((await ours.jobs.byName('same'))?.id).to.equal('ours');
    expect((await theirs.jobs.byName('same'))?.id).to.equal('theirs');
    expect((await theirs.jobs.list()).map(({ id }) => id)).to.deep.equal(['theirs']);
    expect(await theirs.jobs.byId('ours')).to.equal(null);
    expect(await theirs.jobs.reschedule('ours', noon, new Date(0))).to.equal(false);
    expect(await ours.jobs.nextRunAt('ours')).to.deep.equal(noon);
    const due = await ours.state.everywhere.jobs.due(noon, 9);
    expect(due.map(({ job }) => job.id).toSorted()).to.deep.equal(['ours', 'theirs']);
  });

  it('cannot have a job on the other’s connection, or a run of one job told as their own', async () => {
    await ours.applyConfiguration(aConfiguration({ connections: [aConnection({ id: 'ours' })] }));
    const jobs = [{ job: aJob({ connectionId: 'ours' }) }];
    await rejection(theirs.applyConfiguration(aConfiguration({ jobs })));
    await ours.runs.enqueue(aNewRun({ id: 'r' }));
    expect(await theirs.runs.byId('r')).to.equal(null);
    expect(await theirs.runs.claim('them', noon)).to.equal(null);
    expect((await ours.state.everywhere.runs.claim('me', noon))?.id).to.equal('r');
    expect(await ours.state.everywhere.teamOf.run('r')).to.equal(firstTeam);
    expect(await theirs.runs.requestCancel('r')).to.equal(false);
    expect(await theirs.runs.heartbeat('r', 'me', 1, noon)).to.equal('lost');
  });

  it('write into one outbox, of which each sends its own', async () => {
    const content = { kind: 'run ended', runId: 'r', event: 'failed' } as const;
    await ours.outbox.add({ to: 'C1', content }, noon);
    await theirs.outbox.add({ to: 'C1', content }, noon);
    expect(await theirs.outbox.waiting()).to.equal(1);
    expect(await ours.state.everywhere.outbox.waiting()).to.equal(2);
    const request = { now: noon, posts: true, edits: true, leaseUntil: new Date(noon.getTime() + 9_000) };
    expect(await theirs.outbox.claim({ ...request, claim: 'a' })).to.include({ to: 'C1' });
    expect(await theirs.outbox.claim({ ...request, claim: 'b' })).to.equal(null);
    expect(await ours.outbox.claim({ ...request, claim: 'c' })).to.include({ to: 'C1' });
  });

  it('each take a delivery of the same id once, and hold leases of the same name', async () => {
    const until = new Date(noon.getTime() + 60_000);
    expect(await ours.deliveries.take('e', noon, until)).to.equal(true);
    expect(await theirs.deliveries.take('e', noon, until)).to.equal(true);
    expect(await theirs.deliveries.take('e', noon, until)).to.equal(false);
    expect(await ours.leases.take('l', { holder: 'a', until }, noon)).to.equal(true);
    expect(await theirs.leases.take('l', { holder: 'b', until }, noon)).to.equal(true);
  });
});

describeOnBothDatabases('a team whose workspace removes the app', (fresh) => {
  const acme = { id: 'T1', name: 'Acme', enterprise: null };
  let url: string;
  let store: Store;
  beforeEach(async () => {
    url = await fresh();
    store = await openStore({ url, encryptionKey: createSecretKey(Buffer.alloc(32, 7)) });
    const jobs = [{ job: aJob({ id: 'j' }), nextRunAt: noon }];
    await store.applyConfiguration(aConfiguration({ jobs }));
    await store.runs.enqueue(aNewRun({ id: 'r', jobId: 'j' }));
  });
  afterEach(() => store.close());

  it('is known by its workspace once that has answered, and is no other’s', async () => {
    const { teams } = store.state;
    expect(await teams.list(9)).to.have.nested.property('[0].workspace', null);
    expect(await teams.meet(firstTeam, acme)).to.equal('met');
    expect(await teams.meet(firstTeam, { ...acme, name: 'Acme Ltd' })).to.equal('met');
    expect(await teams.meet(firstTeam, { ...acme, id: 'T2' })).to.equal('other');
    expect(await teams.list(9)).to.have.nested.property('[0].name', 'Acme Ltd');
  });

  it('fires, runs and sends nothing, and goes on when it is back', async () => {
    const { teams, everywhere } = store.state;
    await teams.meet(firstTeam, acme);
    await store.outbox.add({ to: 'C1', content: { kind: 'run ended', runId: 'r', event: 'failed' } }, noon);
    expect(await teams.leave(firstTeam, noon)).to.equal(true);
    expect(await teams.leave(firstTeam, noon)).to.equal(false);
    expect(await everywhere.outbox.waiting()).to.equal(0);
    expect(await everywhere.jobs.due(noon, 9)).to.deep.equal([]);
    expect(await everywhere.jobs.earliestRunAt()).to.equal(null);
    expect(await everywhere.runs.claim('me', noon)).to.equal(null);
    expect(await store.jobs.list()).to.have.length(1);
    const [entry] = await store.audit.list({ limit: 1, offset: 0 });
    expect(entry).to.include({ operation: 'leave-workspace', subject: firstTeam });

    expect(await teams.meet(firstTeam, acme)).to.equal('met');
    expect(await everywhere.jobs.due(noon, 9)).to.have.length(1);
    expect(await everywhere.jobs.earliestRunAt()).to.deep.equal(noon);
    expect((await everywhere.runs.claim('me', noon))?.id).to.equal('r');
  });

  it('is forgotten with all that it had, when it does not come back', async () => {
    const { teams } = store.state;
    await teams.meet(firstTeam, acme);
    await teams.leave(firstTeam, noon);
    expect(await teams.forget(noon)).to.equal(0);
    expect(await teams.forget(new Date(noon.getTime() + 1))).to.equal(1);
    expect(await store.jobs.list()).to.deep.equal([]);
    expect(await store.connections.list()).to.deep.equal([]);
    expect(await store.runs.byId('r')).to.equal(null);
    // Nobody else gets the place: the hub is still there.
    expect(await teams.meet(firstTeam, { ...acme, id: 'T2' })).to.equal('other');
    expect(await teams.install(anInstallation({ id: 'T2' }))).to.equal('T2');
    expect(await teams.meet(firstTeam, acme)).to.equal('met');
  });
});
