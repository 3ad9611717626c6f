import { expect } from 'chai';
import * as fc from 'fast-check';
import type { MappingEntry } from '../../src/domain/job.ts';
import type { Run } from '../../src/domain/run.ts';
import { formula, from } from '../support/mapping.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { account, createOutboundWorld, inboundId } from './support/outbound-world.ts';
import type { OutboundWorld } from './support/outbound-world.ts';

const settings = { allowCreate: true, updateExisting: true, emptyValues: 'leave' } as const;

/** Ways in and out of three fields and three attributes, most of which do not give back what they were given. */
const waysIn: readonly MappingEntry[] = [
  from('Name', 'name'),
  formula('Name & "?"', 'name'),
  formula('UPPER(Site)', 'name'),
  from('Site', 'city'),
  from('Name', 'city'),
  formula('Site & Name', 'city'),
  from('AccountNumber', 'status'),
  from('Site', 'status'),
];
const waysOut: readonly MappingEntry[] = [
  from('name', 'Name'),
  formula('name & "!"', 'Name'),
  formula('LEFT(name & city, 5)', 'Name'),
  from('city', 'Site'),
  from('name', 'Site'),
  formula('"<" & status', 'Site'),
  from('status', 'AccountNumber'),
  from('city', 'AccountNumber'),
];

/** At most one way to each target. */
const someOf = (ways: readonly MappingEntry[]): fc.Arbitrary<MappingEntry[]> =>
  fc.uniqueArray(fc.constantFrom(...ways), { minLength: 1, maxLength: 3, selector: ({ target }) => target });

type Step =
  | { readonly by: 'inbound' | 'outbound' }
  | { readonly by: 'CRM'; readonly what: string; readonly value: string }
  | { readonly by: 'third party'; readonly what: string; readonly value: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ by: fc.constantFrom('inbound' as const, 'outbound' as const) }),
  fc.record({
    by: fc.constant('CRM' as const),
    what: fc.constantFrom('Name', 'Site', 'AccountNumber'),
    value: fc.constantFrom('A', 'b', 'Cc'),
  }),
  fc.record({
    by: fc.constant('third party' as const),
    what: fc.constantFrom('name', 'city', 'status'),
    value: fc.constantFrom('x', 'Y', 'zz'),
  }),
);

/** Rounds after which two jobs must have nothing to say to each other. */
const maxRounds = 6;

describeOnBothDatabases('an inbound and an outbound job on one pair', (fresh) => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await createOutboundWorld(await fresh());
  });
  afterEach(() => world.close());

  async function connect(wayIn: readonly MappingEntry[], wayOut: readonly MappingEntry[]): Promise<void> {
    await world.configure({
      mapping: [from('account_id', 'LegacyId__c'), ...wayOut],
      target: { object: 'Account', matchOn: 'LegacyId__c' },
      settings,
    });
    await world.addInbound({ mapping: [from('LegacyId__c', 'account_id'), ...wayIn] });
  }

  const inbound = (): Promise<Run> => world.run({}, inboundId);
  const outbound = (): Promise<Run> => world.run();
  const crmId = (): string => String(world.sandbox.org.records('Account')[0]?.['Id']);

  async function take(each: Step): Promise<void> {
    // Long enough that an incremental read tells before from after.
    world.clock.ms += 3_600_000;
    switch (each.by) {
      case 'inbound':
        await inbound();
        return;
      case 'outbound':
        await outbound();
        return;
      case 'CRM':
        world.sandbox.org.update('Account', crmId(), { [each.what]: each.value });
        return;
      case 'third party':
        await world.put([account('a', { [each.what]: each.value })]);
    }
  }

  /** Runs both in turn until neither changes anything. @returns how many rounds it took. */
  async function settle(): Promise<number> {
    for (let round = 1; round <= maxRounds; round += 1) {
      world.clock.ms += 3_600_000;
      const sent = (await outbound()).counts;
      world.clock.ms += 3_600_000;
      const loaded = (await inbound()).counts;
      if (sent.created + sent.updated + loaded.created + loaded.updated === 0) return round;
    }
    return Infinity;
  }

  it('fall silent, whatever their mappings and whoever changes what in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        someOf(waysIn),
        someOf(waysOut),
        fc.array(step, { maxLength: 6 }),
        async (wayIn, wayOut, steps) => {
          await world.close();
          world = await createOutboundWorld(await fresh());
          await connect(wayIn, wayOut);
          world.sandbox.org.insert('Account', [{ Name: 'Acme', Site: 's', LegacyId__c: 'a' }]);
          await world.put([account('a', { name: 'Acme', city: 'c', status: 'n' })]);
          for (const each of steps) await take(each);
          expect(await settle()).to.be.at.most(maxRounds);
        },
      ),
      { numRuns: 8 },
    );
  }).timeout(300_000);

  it('do not grow a value with every round', async () => {
    await connect([from('Name', 'name')], [formula('name & "!"', 'Name')]);
    await world.put([account('a', { name: 'Acme' })]);
    await outbound();
    expect(await settle()).to.be.at.most(3);
    expect(world.sandbox.org.records('Account')[0]?.['Name']).to.equal('Acme!');
  });

  it('still bring what another job changed to the CRM', async () => {
    await connect([from('Name', 'name')], [from('name', 'Name'), from('industry', 'Industry')]);
    await world.put([account('a', { name: 'Acme', industry: 'Banking' })]);
    await outbound();
    await settle();
    await take({ by: 'CRM', what: 'Name', value: 'Bolt' });
    await world.put([account('a', { name: 'Acme', industry: 'Energy' })]);
    await settle();
    expect(world.sandbox.org.records('Account')[0]).to.include({ Industry: 'Energy' });
  });

  it('still bring what is made of a change in the CRM to another field', async () => {
    await connect([from('Name', 'name')], [from('name', 'Name'), formula('UPPER(name)', 'Site')]);
    await world.put([account('a', { name: 'Acme' })]);
    await outbound();
    await settle();
    await take({ by: 'CRM', what: 'Name', value: 'Bolt' });
    await inbound();
    expect((await outbound()).counts).to.include({ updated: 1 });
    expect(world.sandbox.org.records('Account')[0]).to.include({ Name: 'Bolt', Site: 'BOLT' });
    expect(await settle()).to.be.at.most(2);
  });
});
