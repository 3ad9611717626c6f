/** What of a job is offered to whom, entry by entry, and what is answered to who asks for the rest all the same. */
import { expect } from 'chai';
import type { Job } from '../../../src/domain/job.ts';
import { isAllowed, roles } from '../../../src/domain/role.ts';
import type { Role } from '../../../src/domain/role.ts';
import { jobMenuLabels } from '../../../src/slack/feature.ts';
import type { JobMenuLabel } from '../../../src/slack/feature.ts';
import { admin } from '../../support/operations.ts';
import {
  aConfiguration,
  aHeldRun,
  aJob,
  aNewRun,
  anOutboundJob,
  anOutcome,
  noon,
} from '../../support/records.ts';
import { ada, idOfRole, openSmallDoor } from '../support/small-door.ts';
import type { SmallDoor } from '../support/small-door.ts';

const directions = ['inbound', 'outbound'] as const;
const stands = ['new', 'idle', 'queued', 'running', 'waiting for approval'] as const;

interface Kind {
  readonly direction: Job['direction'];
  readonly isEnabled: boolean;
  /** `new` has no run yet, `idle` one that has ended with a file. */
  readonly stand: (typeof stands)[number];
}

const kinds: readonly Kind[] = directions.flatMap((direction) =>
  stands.flatMap((stand) => [true, false].map((isEnabled) => ({ direction, isEnabled, stand }))),
);
/** Each stand once, of either direction, enabled and disabled. */
const someKinds = stands.map((stand, index): Kind => ({
  direction: index % 2 === 0 ? 'inbound' : 'outbound',
  isEnabled: index % 3 === 0,
  stand,
}));
const idOf = ({ direction, isEnabled, stand }: Kind): string =>
  `${direction}-${isEnabled ? 'enabled' : 'disabled'}-${stand.replaceAll(' ', '-')}`;
const isActive = ({ stand }: Kind): boolean => stand !== 'new' && stand !== 'idle';

interface Rule {
  readonly needs: Role;
  /** For which jobs; all where it is left out. */
  readonly of?: (kind: Kind) => boolean;
  /** What is told where it is asked for although it is not offered; null where nothing has to be done. */
  readonly otherwise?: string | null;
}

const menu: Readonly<Record<JobMenuLabel, Rule>> = {
  Edit: { needs: 'admin' },
  'Run now': { needs: 'operator' },
  'Run full sync now': { needs: 'operator' },
  // A run that waits has the rows that it would write.
  Download: {
    needs: 'operator',
    of: ({ stand }) => stand === 'idle' || stand === 'waiting for approval',
    otherwise: 'has no file to download',
  },
  Duplicate: { needs: 'admin' },
  'Disable scheduling': { needs: 'operator', of: ({ isEnabled }) => isEnabled, otherwise: null },
  'Enable scheduling': { needs: 'operator', of: ({ isEnabled }) => !isEnabled, otherwise: null },
  History: { needs: 'viewer' },
  'Trigger API': { needs: 'admin' },
  'Rebuild mapping': {
    needs: 'admin',
    of: ({ direction }) => direction === 'inbound',
    otherwise: 'exports data and goes by the matches of the jobs that import it',
  },
  Delete: { needs: 'admin' },
};

const cardButtons: Readonly<Record<string, Rule>> = {
  Approve: { needs: 'admin', of: ({ stand }) => stand === 'waiting for approval' },
  Reject: { needs: 'admin', of: ({ stand }) => stand === 'waiting for approval' },
  Cancel: { needs: 'operator', of: isActive },
};

function labelsFor(role: Role, kind: Kind, rules: Readonly<Record<string, Rule>>): string[] {
  return Object.entries(rules).flatMap(([label, { needs, of }]) =>
    isAllowed(role, needs) && (of?.(kind) ?? true) ? [label] : [],
  );
}

interface Block {
  readonly block_id?: string;
  readonly accessory?: Labelled & { readonly options?: readonly Option[] };
  readonly elements?: readonly Labelled[];
}
interface Labelled {
  readonly text?: { readonly text: string };
}
interface Option extends Labelled {
  readonly value: string;
}

const textsOf = (of: readonly Labelled[]): string[] => of.flatMap(({ text }) => text?.text ?? []);

describe('the menu of a job', () => {
  let door: SmallDoor;
  before(async () => {
    door = await openSmallDoor();
    const made = kinds.map((kind) => {
      const { schedule } = aJob();
      const own = {
        id: idOf(kind),
        name: idOf(kind),
        schedule: { ...schedule, enabled: kind.isEnabled },
      };
      return { job: kind.direction === 'inbound' ? aJob(own) : anOutboundJob(own) };
    });
    await door.store.applyConfiguration(aConfiguration({ jobs: made }));
    for (const kind of kinds) await standAs(kind);
    const otto = { id: idOfRole.operator, name: 'Bob', isWorkspaceAdmin: false };
    await door.bench.operations.grantRole(
      { ...admin, door: 'slack' },
      { person: otto, role: 'operator', byWorkspaceAdmin: true },
    );
  });
  after(() => door.close());

  async function standAs(kind: Kind): Promise<void> {
    if (kind.stand === 'new') return;
    const { runs } = door.store;
    const jobId = idOf(kind);
    const { id } = await runs.enqueue(aNewRun({ id: `run-of-${jobId}`, jobId }));
    if (kind.stand === 'queued') return;
    await runs.claim('me', noon, id);
    const files = { rows: 'rows.csv.gz', rejects: null };
    if (kind.stand === 'idle') await runs.finish(id, 'me', 1, anOutcome({ files }));
    if (kind.stand === 'waiting for approval') await runs.awaitApproval(id, 'me', 1, aHeldRun(noon));
  }

  async function home(role: Role): Promise<readonly Block[]> {
    const user = idOfRole[role];
    await door.event({ type: 'app_home_opened', user, tab: 'home', channel: 'D1' });
    return (door.slack.homes.get(user)?.['blocks'] ?? []) as readonly Block[];
  }

  /** All that can be changed by what is asked for here. */
  async function state(): Promise<unknown> {
    const { runs } = await door.store.runs.list({}, { limit: 100, offset: 0 });
    const audit = await door.store.audit.list({ limit: 1_000, offset: 0 });
    return { jobs: await door.store.jobs.list(), runs, changes: audit.length };
  }

  const choose = (role: Role, label: string, kind: Kind): Promise<void> =>
    door.click(idOfRole[role], {
      actionId: 'job-menu',
      value: `${label.toLowerCase().replaceAll(' ', '-')} ${idOf(kind)}`,
    });

  it('has a rule for each of its entries', () => {
    expect(Object.keys(menu)).to.deep.equal(jobMenuLabels);
  });

  for (const role of roles) {
    it(`offers ${role === 'viewer' ? 'a' : 'an'} ${role} what the role may do of each kind of job, and no more`, async () => {
      const blocks = await home(role);
      for (const kind of kinds) {
        const id = idOf(kind);
        const at = blocks.findIndex(({ block_id: block }) => block?.startsWith(`job:${id}:`) === true);
        expect(at, id).to.be.at.least(0);
        const options = blocks[at]?.accessory?.options ?? [];
        expect(textsOf(options), `the menu of ${id}`).to.deep.equal(labelsFor(role, kind, menu));
        expect(options.every(({ value }) => value.endsWith(` ${id}`))).to.equal(true);
        const below = blocks[at + 1];
        const buttons = below?.block_id?.startsWith(`now:${id}:`) === true ? below.elements : [];
        expect(textsOf(buttons ?? []), `the buttons of ${id}`).to.deep.equal(
          labelsFor(role, kind, cardButtons),
        );
      }
    });

    it(`refuses ${role === 'viewer' ? 'a' : 'an'} ${role} the rest of it, whatever the job, with the role that is needed`, async () => {
      const before = await state();
      const opened = door.slack.modals.length;
      for (const [index, [label, { needs }]] of Object.entries(menu).entries()) {
        if (isAllowed(role, needs)) continue;
        for (const kind of [someKinds[index % 5], someKinds[(index + 2) % 5]]) {
          if (kind === undefined) continue;
          await choose(role, label, kind);
          const told = String(door.slack.told.at(-1)?.['text']);
          expect(told, `${label} of ${idOf(kind)}`).to.include(
            `you need the role ${needs}; you are ${role}. Ask an admin to grant it.`,
          );
          door.slack.told.length = 0;
        }
      }
      expect(door.slack.modals, 'nothing opens').to.have.length(opened);
      expect(await state()).to.deep.equal(before);
    });
  }

  it('says why to who may, and asks for what is not offered of a job', async () => {
    const before = await state();
    for (const [label, { needs, of, otherwise }] of Object.entries(menu)) {
      if (of === undefined || otherwise === undefined) continue;
      for (const kind of kinds.filter((each) => !of(each)).slice(0, 3)) {
        door.slack.told.length = 0;
        door.slack.updates.length = 0;
        await choose(needs, label, kind);
        // Where they are, or in the modal that opened.
        const answer = JSON.stringify([...door.slack.told, ...door.slack.updates]);
        if (otherwise === null) expect(answer, `${label} of ${idOf(kind)}`).to.equal('[]');
        else expect(answer, `${label} of ${idOf(kind)}`).to.include(otherwise);
        expect(answer, 'and nothing to submit').to.not.include('"submit"');
      }
    }
    expect(await state()).to.deep.equal(before);
  });

  it('starts nothing beside a run, and says what it waits for', async () => {
    const before = await state();
    for (const kind of someKinds.filter(isActive)) {
      for (const label of ['Run now', 'Run full sync now']) {
        door.slack.told.length = 0;
        await choose('operator', label, kind);
        const told = JSON.stringify(door.slack.told);
        const how =
          kind.stand === 'running' ? 'is running already' : `has a run that is ${kind.stand} already`;
        expect(told, `${label} of ${idOf(kind)}`).to.include(how);
        // Who cannot decide is offered no decision.
        expect(told).to.not.include('Approve');
        door.slack.told.length = 0;
        await choose('admin', label, kind);
        const mayDecide = kind.stand === 'waiting for approval';
        expect(JSON.stringify(door.slack.told).includes('Approve'), idOf(kind)).to.equal(mayDecide);
      }
    }
    expect(await state()).to.deep.equal(before);
  });

  it('is told of an entry that there is none, and of a job that is gone', async () => {
    const [kind] = kinds;
    if (kind === undefined) throw new Error('There are no kinds.');
    await choose('admin', 'Format disk', kind);
    expect(door.slack.told.at(-1)).to.have.property('text').that.includes('cannot do that');
    for (const label of ['Run now', 'Download', 'Enable scheduling']) {
      await door.click(ada.id, {
        actionId: 'job-menu',
        value: `${label.toLowerCase().replaceAll(' ', '-')} gone`,
      });
      expect(door.slack.told.at(-1)).to.have.property('text').that.includes('no job');
    }
  });
});
