import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Run, RunMode } from '../../src/domain/run.ts';
import { formula, from } from '../support/mapping.ts';
import { crashingHost } from './support/crashing-host.ts';
import type { Crash, CrashingHost } from './support/crashing-host.ts';
import { createWorld, minutes } from './support/world.ts';
import type { World, WorldOptions } from './support/world.ts';

const methods: Readonly<Record<string, WorldOptions>> = {
  'in pages': { sandbox: { pageRows: 40 } },
  'in bulk': { bulk: { above: -1, pageRows: 60 } },
};

const losses: Readonly<Record<string, readonly (readonly [RunMode, Crash['lost']])[]>> = {
  'in pages': [
    ['full', 'answer'],
    ['incremental', 'message'],
  ],
  'in bulk': [
    ['full', 'message'],
    ['incremental', 'answer'],
  ],
};

const record = (index: number) => ({
  Name: `Account ${index}, "quoted"\n漢字 👩‍👩‍👧‍👦`,
  LegacyId__c: index % 40 === 7 ? 'the same for some' : `key ${index}`,
  NumberOfEmployees: index,
});
const linesOf = (rows: readonly (readonly string[])[]): string[] => rows.map((row) => JSON.stringify(row));

/**
 * New, changed, unchanged, deleted, vanished, rejected by the mapping and rejected by the hub: all that a run can
 * meet, over several pages. The first run of the world has brought half of it.
 */
async function anEventfulWorld(options: WorldOptions): Promise<World> {
  const world = await createWorld({
    ...options,
    job: {
      mapping: [
        from('LegacyId__c', 'account_id'),
        from('Name', 'name'),
        from('NumberOfEmployees', 'employees'),
        formula('NOW()', 'create_date'),
      ],
      settings: {
        allowCreate: true,
        resolveConflicts: false,
        guard: 'off',
      },
    },
  });
  const { org } = world.sandbox;
  const known = org.insert(
    'Account',
    Array.from({ length: 100 }, (_, index) => record(index)),
  );
  world.clock.ms += minutes(60);
  await world.run();
  world.clock.ms += minutes(60);
  org.insert(
    'Account',
    Array.from({ length: 160 }, (_, index) => record(100 + index)),
  );
  org.remove('Account', known.slice(10, 14));
  org.purge('Account', known.slice(20, 22));
  for (const id of known.slice(30, 40)) org.update('Account', id, { NumberOfEmployees: 7_777 });
  // Too long for the attribute.
  for (const id of known.slice(60, 64)) org.update('Account', id, { Name: 'x'.repeat(200) });
  world.clock.ms += minutes(60);
  return world;
}

interface Aftermath {
  readonly run: Pick<Run, 'status' | 'mode' | 'modeReason' | 'counts' | 'error'>;
  readonly view: unknown;
  readonly cursor: unknown;
  readonly rows: readonly string[];
  readonly rejects: readonly string[];
}

async function aftermathOf(world: World, run: Run): Promise<Aftermath> {
  const { status, mode, modeReason, counts, error } = run;
  return {
    run: { status, mode, modeReason, counts, error },
    view: [...(await world.view())].sort(([a], [b]) => (a < b ? -1 : 1)),
    cursor: await world.store.jobs.cursor('job-1'),
    rows: linesOf(world.rows(run)),
    // In which order mapping and hub reject is nobody's promise.
    rejects: linesOf(world.rejects(run)).sort(),
  };
}

/** Runs until each crash, and then to the end. */
async function runWithCrashes(
  world: World,
  run: Run,
  crashes: readonly Crash[],
  pauseMs = 0,
): Promise<{ readonly ended: Run; readonly hosts: readonly CrashingHost[] }> {
  const hosts: CrashingHost[] = [];
  let current = run;
  for (const crash of crashes) {
    const stopped = await world.execute(current, {
      between: (host) => {
        const crashing = crashingHost(host, crash);
        hosts.push(crashing);
        return crashing.host;
      },
    });
    if (stopped.status !== 'running') return { ended: stopped, hosts };
    world.clock.ms += pauseMs;
    current = await world.again(stopped);
  }
  return { ended: await world.execute(current), hosts };
}

/** Runs until the crash; gives the next attempt, which has not begun. */
async function crashAt(world: World, run: Run, crash: Crash): Promise<Run> {
  await world.execute(run, { between: (host) => crashingHost(host, crash).host });
  return await world.again(run);
}

const never: Crash = { at: Number.MAX_SAFE_INTEGER, lost: 'message' };

for (const [method, options] of Object.entries(methods)) {
  describe(`a run ${method}, crashed between any two messages`, function () {
    this.timeout(60_000);
    let frozen: World;
    const worlds: World[] = [];
    before(async () => {
      frozen = await anEventfulWorld(options);
      await frozen.freeze();
    });
    after(() => frozen.close());
    afterEach(async () => {
      for (const world of worlds.splice(0)) await world.close();
    });

    const begun = frozenTime();
    async function aWorld(): Promise<World> {
      frozen.clock.ms = begun(frozen);
      const world = await createWorld({ ...options, like: frozen });
      worlds.push(world);
      return world;
    }

    // Each message once without, once with its effect; which of the two in which mode makes no difference.
    for (const [mode, lost] of losses[method] ?? []) {
      it(`leaves the same as one that was not disturbed: ${mode}, the ${lost} is lost`, async () => {
        const calm = await aWorld();
        const undisturbed = await runWithCrashes(calm, await calm.claim({ mode }), [never]);
        const wanted = await aftermathOf(calm, undisturbed.ended);
        expect(wanted.run).to.include({ status: 'partly succeeded', mode });
        expect(wanted.rejects).to.have.length.above(6);
        const messages = undisturbed.hosts[0]?.messages() ?? 0;
        expect(messages).to.be.above(5);

        for (let at = 1; at <= messages; at += 1) {
          const title = `${lost} ${at} of ${messages} lost`;
          const world = await aWorld();
          const { ended, hosts } = await runWithCrashes(world, await world.claim({ mode }), [{ at, lost }]);
          expect(hosts[0]?.hasCrashed(), title).to.equal(true);
          expectSame(await aftermathOf(world, ended), wanted, title);
          expect(await world.hub.runsWithCheckpoint(), title).to.deep.equal([]);
          await worlds.pop()?.close();
        }
      });
    }

    it('leaves the same however often it crashes, and however late it goes on', async () => {
      const calm = await aWorld();
      const wanted = await aftermathOf(calm, await calm.run({ mode: 'full' }));
      const world = await aWorld();
      const crashes: Crash[] = [
        { at: 5, lost: 'answer' },
        { at: 3, lost: 'message' },
        { at: 4, lost: 'answer' },
      ];
      const run = await world.claim({ mode: 'full' });
      const { ended } = await runWithCrashes(world, run, crashes, minutes(7));
      expectSame(await aftermathOf(world, ended), wanted, 'three crashes');
    });

    it('begins again where its files are not what they were, and brings the same', async () => {
      const calm = await aWorld();
      const wanted = await aftermathOf(calm, await calm.run({ mode: 'full' }));
      const world = await aWorld();
      const run = await world.claim({ mode: 'full' });
      const next = await crashAt(world, run, { at: 6, lost: 'message' });
      truncateSync(join(world.dataDir, `runs/job-1/${run.id}.csv.gz`), 10);
      await expectFromTheBeginning(world, next, wanted);
    });

    it('begins again where the job was changed meanwhile', async () => {
      const world = await aWorld();
      const run = await world.claim({ mode: 'full' });
      const next = await crashAt(world, run, { at: 6, lost: 'message' });
      const mapping = [from('LegacyId__c', 'account_id'), from('NumberOfEmployees', 'employees')];
      await world.configure({ mapping });
      const ended = await world.execute(next);
      expect(ended.counts).to.include({ read: 254 });
      expect(world.rows(ended)[0]?.slice(0, 2)).to.deep.equal(['LegacyId__c', 'NumberOfEmployees']);
      expect(world.rows(ended)).to.have.length(255);
    });

    it('begins again where the CRM does not know any more where it was', async () => {
      const calm = await aWorld();
      const wanted = await aftermathOf(calm, await calm.run({ mode: 'full' }));
      const world = await aWorld();
      const run = await world.claim({ mode: 'full' });
      const next = await crashAt(world, run, { at: 6, lost: 'answer' });
      world.sandbox.dropBulkJobs();
      world.sandbox.dropCursors();
      const ended = await world.execute(next);
      if (method === 'in pages') expectSame(await aftermathOf(world, ended), wanted, 'a key leads on');
      else await expectFromTheBeginning(world, next, wanted, ended);
    });
  });
}

function expectSame(found: Aftermath, wanted: Aftermath, title: string): void {
  for (const [part, value] of Object.entries(wanted)) {
    expect(found[part as keyof Aftermath], `${title}: ${part}`).to.deep.equal(value);
  }
}

/** The hub is the same; what was brought before is there already, and the counts say so. */
async function expectFromTheBeginning(
  world: World,
  next: Run,
  wanted: Aftermath,
  given?: Run,
): Promise<void> {
  const ended = given ?? (await world.execute(next));
  const found = await aftermathOf(world, ended);
  const { read, rejected, created, updated, unchanged } = ended.counts;
  expect(ended).to.include({ status: 'partly succeeded', error: null });
  expect(read).to.equal(wanted.run.counts.read);
  expect(rejected).to.equal(wanted.run.counts.rejected);
  expect(created + updated + unchanged + rejected).to.equal(read);
  expect(created).to.be.below(wanted.run.counts.created);
  for (const part of ['view', 'rows', 'rejects'] as const)
    expect(found[part], part).to.deep.equal(wanted[part]);
  expect(await world.hub.runsWithCheckpoint()).to.deep.equal([]);
}

/** Every world begins at the moment at which the first was frozen. */
function frozenTime(): (world: World) => number {
  let ms: number | null = null;
  return (world) => (ms ??= world.clock.ms);
}
