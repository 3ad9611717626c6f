/** A disk that is full: the run says so and where, the hub stays whole, and the next run is right. */
import { mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { settled } from '../../src/domain/settled.ts';
import type { Run } from '../../src/domain/run.ts';
import { filePath } from '../../src/engine/attempt-files.ts';
import { startSmallDisk } from '../support/small-disk.ts';
import type { SmallDisk } from '../support/small-disk.ts';
import { createWorld, minutes } from './support/world.ts';
import type { World } from './support/world.ts';

const records = 2_000;
const rejected = 200;
const tooLong = 'x'.repeat(200);

function fill(place: string): void {
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync('/dev/full', place);
}

const told = (place: string): RegExp =>
  new RegExp(`^The file ${place} cannot be written: the disk is full\\. .*run the job again\\.$`);

describe('a run on a full disk', function () {
  this.timeout(60_000);
  let disk: SmallDisk;
  let world: World;
  beforeEach(async () => {
    disk = startSmallDisk();
    world = await createWorld({
      sandbox: { pageRows: 200 },
      job: { settings: { allowCreate: true, resolveConflicts: false, guard: 'off' } },
    });
    const names = Array.from({ length: records }, (_, at) => ({
      Name: at >= records / 2 && at % 5 === 0 ? tooLong : `Account ${at} ${'of many words '.repeat(5)}`,
    }));
    world.sandbox.org.insert('Account', names);
    world.clock.ms += minutes(60);
  });
  afterEach(async () => {
    await disk.makeRoom();
    disk.close();
    await world.close();
  });

  async function expectFailed(run: Run, message: RegExp): Promise<void> {
    expect(run).to.include({ status: 'failed', attempt: 1 });
    expect(run.error).to.include({ code: 'disk_full' });
    expect(run.error?.message).to.match(message).and.not.include(tooLong);
    const { created, rejected: bad, read } = run.counts;
    expect(read).to.equal(created + bad);
    expect(await world.hub.count('accounts')).to.equal(created);
    expect(await world.hub.runsWithCheckpoint()).to.deep.equal([]);
    expect(await world.store.jobs.cursor('job-1')).to.equal(null);
  }

  async function expectNextIsRight(): Promise<void> {
    const next = await world.run();
    expect(next).to.include({ status: 'partly succeeded', error: null });
    expect(next.counts).to.include({ read: records, rejected });
    expect(await world.hub.count('accounts')).to.equal(records - rejected);
    expect(world.rows(next)).to.have.length(records + 1);
    expect(world.rejects(next)).to.have.length(rejected + 1);
  }

  // A device that is always full, where the system has one.
  if (statSync('/dev/full', { throwIfNoEntry: false })?.isCharacterDevice() === true) {
    it('for the rows that it read fails and says where, and the next one is right', async () => {
      const run = await world.claim();
      const place = join(world.dataDir, filePath(run, 'rows'));
      fill(place);
      await expectFailed(await world.execute(run), told(place));
      rmSync(place, { force: true });
      await expectNextIsRight();
    });

    it('for the rows that it rejected fails and says where, and the next one is right', async () => {
      const run = await world.claim();
      const place = join(world.dataDir, filePath(run, 'rejects'));
      let isFull = false;
      const failed = await world.execute(run, {
        between: (host) => ({
          ...host,
          async load(...args) {
            // Before the first row is rejected: the file is made then.
            if (!isFull) fill(place);
            isFull = true;
            return await host.load(...args);
          },
        }),
      });
      await expectFailed(failed, told(place));
      expect(failed.counts.created).to.be.greaterThan(0);
      rmSync(place, { force: true });
      await expectNextIsRight();
    });
  }

  it('for the hub fails and says which setting has it, and the next one is right', async () => {
    let loads = 0;
    let last: Promise<unknown> = Promise.resolve();
    const run = await world.run({
      between: (host) => ({
        ...host,
        load(...args) {
          loads += 1;
          const nth = loads;
          const before = last;
          // Several are under way at once: those before it are in, and none overtakes it.
          const loaded = (async () => {
            await settled(before);
            if (nth === 3) await disk.fillUp(4);
            return await host.load(...args);
          })();
          last = loaded;
          return loaded;
        },
        async finish(outcome) {
          await disk.makeRoom();
          return await host.finish(outcome);
        },
      }),
    });
    expect(loads).to.be.at.least(3);
    expect(run.counts.created).to.be.greaterThan(0);
    await expectFailed(
      run,
      /^HUB_DATABASE_URL: the database cannot be written: its disk is full\. Make room/,
    );
    await expectNextIsRight();
  });
});
