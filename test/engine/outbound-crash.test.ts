/** Wherever an outbound run dies, the next attempt goes on without making a record twice or leaving one out. */
import { expect } from 'chai';
import type { CrmClientOptions } from '../../src/connectors/connector.ts';
import type { Tuning } from '../../src/connectors/salesforce/tuning.ts';
import type { Run } from '../../src/domain/run.ts';
import type { RunHost } from '../../src/engine/run-host.ts';
import { crashingHost } from './support/crashing-host.ts';
import type { Crash, CrashingHost } from './support/crashing-host.ts';
import { account, createOutboundWorld } from './support/outbound-world.ts';
import type { OutboundWorld } from './support/outbound-world.ts';

const count = 450;
/** Of those, some that the CRM refuses. */
const refusedEach = 50;
const refused = count / refusedEach;

interface Way {
  readonly options: Partial<CrmClientOptions>;
  readonly tuning: Partial<Tuning>;
}

const inBulk = { bulkWriteThresholdRows: -1 };
const ways: Readonly<Record<string, Way>> = {
  'in calls': { options: {}, tuning: {} },
  'in bulk': { options: inBulk, tuning: {} },
  'in several bulk loads': { options: inBulk, tuning: { bulkLoadRows: 100 } },
};

for (const [way, { options, tuning }] of Object.entries(ways)) {
  describe(`an outbound run ${way} whose thread dies`, () => {
    let world: OutboundWorld;
    beforeEach(async () => {
      world = await createOutboundWorld(undefined, options, tuning);
      const names = Array.from({ length: count }, (_, at) =>
        at % refusedEach === 0 ? 'Refused' : `N ${at}`,
      );
      await world.put(names.map((name, at) => account(`k${String(at).padStart(4, '0')}`, { name })));
      world.sandbox.org.addValidationRule('Account', (get) =>
        get('Name') === 'Refused' ? 'Refused it is.' : null,
      );
    });
    afterEach(() => world.close());

    /** @returns the run as it ended, and whether its first attempt died on the way */
    async function runCrashing(crash: Crash): Promise<{ run: Run; hasCrashed: boolean }> {
      const begun = await world.claim();
      let crashing: CrashingHost | null = null;
      const first = await world.execute(begun, {
        between(host) {
          crashing = crashingHost(host, crash);
          return crashing.host;
        },
      });
      const hasCrashed = isCrashed(crashing);
      if (!hasCrashed || first.status !== 'running') return { run: first, hasCrashed };
      return { run: await world.execute(await world.again(first)), hasCrashed: true };
    }

    function expectWhole(run: Run, moment: string): void {
      expect(run.status, moment).to.equal('partly succeeded');
      const { read, created, updated, unchanged, rejected, ignored } = run.counts;
      expect(read, moment).to.equal(count);
      expect(created + updated + unchanged + rejected + ignored, moment).to.equal(count);
      expect(rejected, moment).to.equal(refused);
      // What became of bulk loads is found in them, whoever made them.
      if (options === inBulk) expect(created, moment).to.equal(count - refused);
      expect(world.rejects(run), moment).to.have.lengthOf(refused + 1);
      const keys = world.sandbox.org.records('Account').map(({ LegacyId__c }) => LegacyId__c);
      expect(keys, moment).to.have.lengthOf(count - refused);
      expect(new Set(keys).size, moment).to.equal(keys.length);
      // All that was sent by either attempt, and nothing twice.
      const sent = world.rows(run).slice(1);
      expect(new Set(sent.map(([key]) => key)).size, moment).to.equal(sent.length);
      expect(sent.length, moment).to.equal(created + updated);
    }

    it('ends as an undisturbed one, also where the second attempt dies, too', async function () {
      this.timeout(240_000);
      let hasCrashed = true;
      for (let at = 2; hasCrashed; at += 3) {
        for (const [nth, second] of [2, 5, 9].entries()) {
          const moment = `message ${at}, and then ${second}`;
          const begun = await world.claim();
          const dying = (crash: Crash) => {
            let host: CrashingHost | null = null;
            return {
              between: (real: RunHost) => (host = crashingHost(real, crash)).host,
              hasCrashed: () => isCrashed(host),
            };
          };
          const first = dying({ at, lost: nth % 2 === 0 ? 'message' : 'answer' });
          let run = await world.execute(begun, first);
          hasCrashed = first.hasCrashed();
          if (run.status === 'running')
            run = await world.execute(await world.again(run), dying({ at: second, lost: 'message' }));
          if (run.status === 'running') run = await world.execute(await world.again(run));
          if (run.status !== 'failed') expectWhole(run, moment);
          await forgetAll();
        }
      }
    });

    async function forgetAll(): Promise<void> {
      await world.hub.forgetSent(world.jobId);
      const ids = world.sandbox.org.records('Account').map(({ Id }) => String(Id));
      world.sandbox.org.remove('Account', ids);
    }

    for (const lost of ['message', 'answer'] as const) {
      it(`ends as an undisturbed one, whichever ${lost} to the main thread was the last`, async function () {
        this.timeout(120_000);
        for (let at = 1; ; at += 1) {
          const moment = `${lost} ${at}`;
          const { run, hasCrashed } = await runCrashing({ at, lost });
          if (run.status !== 'failed') expectWhole(run, moment);
          if (!hasCrashed) {
            expect(at).to.be.above(5);
            break;
          }
          await forgetAll();
        }
      });
    }
  });
}

function isCrashed(host: CrashingHost | null): boolean {
  return host?.hasCrashed() ?? false;
}
