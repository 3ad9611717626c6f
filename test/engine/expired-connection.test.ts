import { expect } from 'chai';
import type { Run } from '../../src/domain/run.ts';
import { zeroCounts } from '../../src/domain/run.ts';
import { splitSecrets } from '../../src/operations/secret-settings.ts';
import { consentedTo } from '../support/consent.ts';
import { aConfiguration, aConnection, aNewRun } from '../support/records.ts';
import { createWorld, minutes } from './support/world.ts';
import type { World } from './support/world.ts';

const records = 450;

describe('a run whose login is good no longer', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ sandbox: { pageRows: 50 }, tuning: { attempts: 2 } });
    const given = Array.from({ length: records }, (_, index) => ({ Name: `Account ${index}` }));
    world.sandbox.org.insert('Account', given);
    world.clock.ms += minutes(60);
    await connect();
  });
  afterEach(() => world.close());

  async function connect(): Promise<void> {
    const { sandbox, store, connector, clock } = world;
    const auth = { grant: 'authorization-code', ...sandbox.credentials.web };
    const whole = await consentedTo(connector, { loginUrl: sandbox.url, auth }, sandbox.web);
    const { settings, secrets } = splitSecrets(whole, connector.secretPaths);
    const savedBy = { at: new Date((clock.ms += 1_000)), actor: 'ada', door: 'browser' };
    const connections = [{ ...aConnection({ settings, secrets }), owner: 'UADA' }];
    await store.applyConfiguration(aConfiguration({ connections, savedBy }));
  }

  async function scheduled(): Promise<Run> {
    const { store, clock } = world;
    const { id } = await store.runs.enqueue(
      aNewRun({
        jobId: world.job().id,
        trigger: 'schedule',
        startedBy: 'schedule',
        queuedAt: new Date(clock.ms),
      }),
    );
    return await world.taken(id);
  }

  it('waits where its schedule started it, and goes on by itself when somebody has connected it again', async () => {
    world.sandbox.revokeConsents();
    const put = await world.execute(await scheduled());
    expect(put).to.include({ status: 'queued', owner: null, attempt: 1, startedAt: null });
    expect(put.error).to.include({ code: 'login_expired' });
    expect((await world.store.connections.list())[0]?.state).to.equal('expired');
    expect(await world.store.runs.claim('another', new Date(world.clock.ms))).to.equal(null);
    await connect();
    const run = await world.execute(await world.taken(put.id));
    expect(run).to.include({ status: 'succeeded', error: null });
    expect(run.counts).to.deep.equal({ ...zeroCounts, read: records, created: records });
  });

  it('goes on from where it stood, and reads nothing twice', async () => {
    let loads = 0;
    const put = await world.execute(await scheduled(), {
      between: (host) => ({
        ...host,
        async load(...args) {
          const loaded = await host.load(...args);
          if ((loads += 1) === 1) world.sandbox.revokeConsents();
          return loaded;
        },
      }),
    });
    expect(put).to.include({ status: 'queued', attempt: 1 });
    expect(put.startedAt).to.not.equal(null);
    const stored = await world.hub.count('accounts');
    expect(stored).to.be.within(1, records - 1);
    await connect();
    const run = await world.execute(await world.taken(put.id));
    expect(run).to.include({ status: 'succeeded', attempt: 1 });
    expect(run.counts).to.deep.equal({ ...zeroCounts, read: records, created: records });
    expect(world.rows(run)).to.have.length(records + 1);
  });

  it('fails where somebody started it, who is told what to do', async () => {
    world.sandbox.revokeConsents();
    const run = await world.run();
    expect(run).to.include({ status: 'failed' });
    expect(run.error?.message).to.include('"Reconnect"');
  });
});
