/** What is forged in Slack by people whose role does not allow it, for everything that the bot listens to. */
import { expect } from 'chai';
import { isAllowed } from '../../src/domain/role.ts';
import type { Role } from '../../src/domain/role.ts';
import { closingBody, forgedClickBody, optionsBody, submissionBody } from './support/forged-bodies.ts';
import { forgeriesFor } from './support/forgeries.ts';
import type { Forgeries, Forgery } from './support/forgeries.ts';
import { openFurnishedDoor } from './support/furnished-door.ts';
import type { FurnishedDoor } from './support/furnished-door.ts';
import { ada, bob, commandBody, eve, otherWorkspace } from './support/small-door.ts';

const kinds = ['actions', 'submissions', 'closings', 'options', 'commands'] as const;
type Kind = (typeof kinds)[number];
const refusals = /you need the role (operator|admin)|Somebody else|there for the members|no such person/;

/** Whoever is nobody is refused before it matters what was asked for. */
const triedByStrangers = 4;

/** What follows a colon or a space tells apart what stands in one block, or is what a command is about. */
const ids = (tried: readonly Forgery[]): string[] => [
  ...new Set(tried.map(({ id }) => id.split(/[: ]/)[0] ?? '')),
];

const isOther = ({ isAlike = false }: Forgery): boolean => !isAlike;

/** What is none of ours, in the place of an id and of what a modal keeps. */
const nonsense = [
  { value: '', metadata: '' },
  { value: 'nonsense', metadata: 'null' },
  {
    value: '{"$ne":null}',
    metadata: '{"job":{"$ne":null},"draft":{},"run":[],"connection":{"a":1},"page":-1}',
  },
  { value: `"'; DROP TABLE jobs; --`, metadata: '[1,2' },
  {
    value: '__proto__',
    metadata: '{"__proto__":{"isAdmin":true},"connection":"constructor","job":"__proto__"}',
  },
  { value: 'x'.repeat(2_000), metadata: JSON.stringify({ job: 'x'.repeat(2_900) }) },
  { value: '-1 \u0000 \n 1e309', metadata: '{"page":1e309,"job":"\\u0000","turn":"x","below":7}' },
] as const;

/** The same request, signed by Slack for another workspace. */
const fromOthers = (body: string): string =>
  body.replaceAll('%22T1%22', `%22${otherWorkspace}%22`).replace('team_id=T1', `team_id=${otherWorkspace}`);

describe('what is forged in Slack', function () {
  // Some hundreds of requests a test, each to the end of what it brings about.
  this.timeout(180_000);
  let door: FurnishedDoor;
  let forgeries: Forgeries;
  before(async () => {
    door = await openFurnishedDoor(true);
    forgeries = forgeriesFor(door);
  });
  after(() => door.close());

  function bodyOf(kind: Kind, personId: string, forgery: Forgery): string {
    const { id, value, at = 'modal', metadata = '', values = {} } = forgery;
    const { responseUrl } = door.slack;
    switch (kind) {
      case 'actions':
        return forgedClickBody(personId, {
          actionId: id,
          at,
          responseUrl,
          view: { metadata, values },
          ...(value === undefined ? {} : { value }),
        });
      case 'submissions':
        return submissionBody(personId, { callbackId: id, metadata, values });
      case 'closings':
        return closingBody(personId, { callbackId: id, metadata, values });
      case 'options':
        return optionsBody(personId, id, value ?? '', { metadata });
      case 'commands':
        break;
    }
    return commandBody(personId, id, responseUrl);
  }

  /** What the person was answered and shown. */
  async function send(
    kind: Kind,
    personId: string,
    forgery: Forgery,
    signedFor = (body: string): string => body,
  ): Promise<string> {
    const { told, updates, modals } = door.slack;
    const before = [told.length, updates.length, modals.length];
    // So that none is refused for being one too many.
    door.time.jump(250);
    const { status, body } = await door.post(signedFor(bodyOf(kind, personId, forgery)));
    await door.settled();
    expect(status, `${kind} ${forgery.id}`).to.equal(200);
    const shown = [told, updates, modals].map((each, index) => each.slice(before[index]));
    return body + JSON.stringify(shown);
  }

  const everything = async () => JSON.stringify([await door.state.read(), await door.hubState.read()]);

  /** @returns what was done though it should not have been */
  async function refusedTo(
    personId: string,
    may: (needed: Role) => boolean,
    isTried: (forgery: Forgery, index: number) => boolean = () => true,
  ): Promise<string[]> {
    const wrong: string[] = [];
    let before = await everything();
    for (const kind of kinds) {
      for (const forgery of forgeries[kind].filter(isTried)) {
        const name = `${kind} ${forgery.id} ${forgery.value ?? ''}`;
        if (may(forgery.needs) && forgery.changes === true) continue;
        const said = await send(kind, personId, forgery);
        const after = await everything();
        if (after !== before) wrong.push(`${name} changed something`);
        before = after;
        if (may(forgery.needs)) {
          if (refusals.test(said)) wrong.push(`${name} was refused: ${said}`);
        } else if (kind === 'options') {
          if (!/"options":\[\]/.test(said)) wrong.push(`${name} offered ${said}`);
        } else if (!refusals.test(said)) wrong.push(`${name} was answered ${said}`);
      }
    }
    return wrong;
  }

  it('is tried with everything that is listened to', () => {
    const { features } = door;
    expect(ids(forgeries.actions)).to.have.members(
      features.flatMap(({ actions = [] }) => actions.map(({ actionId }) => actionId)),
    );
    expect(ids(forgeries.options)).to.have.members(
      features.flatMap(({ options = [] }) => options.map(({ actionId }) => actionId)),
    );
    for (const kind of ['submissions', 'closings'] as const) {
      const listened = features.flatMap((each) => (each[kind] ?? []).map(({ callbackId }) => callbackId));
      expect(ids(forgeries[kind])).to.have.members(listened);
    }
    expect(ids(forgeries.commands)).to.have.members(
      features.flatMap(({ commands = [] }) => commands.map(({ name }) => name)),
    );
    const entries = forgeries.actions.filter(({ id }) => id === 'job-menu');
    expect(entries.map(({ value = '' }) => value.split(' ')[0])).to.have.members(
      features.flatMap(({ jobMenu = [] }) =>
        jobMenu.map(({ label }) => label.toLowerCase().replaceAll(' ', '-')),
      ),
    );
  });

  it('by a person without a role changes nothing, and says which role is needed', async () => {
    expect((await refusedTo(eve.id, (needed) => isAllowed('viewer', needed))).join('\n')).to.equal('');
  });

  it('by an operator changes nothing that only admins may change', async () => {
    expect((await refusedTo(bob.id, (needed) => isAllowed('operator', needed), isOther)).join('\n')).to.equal(
      '',
    );
  });

  it('by somebody who is no member of the workspace does nothing at all', async () => {
    expect(
      (
        await refusedTo(
          'USTRANGER',
          () => false,
          (_, index) => index < triedByStrangers,
        )
      ).join('\n'),
    ).to.equal('');
  });

  it('is what works for an admin: the requests are as good as real ones', async () => {
    const wrong: string[] = [];
    await door.state.putBack();
    const before = await everything();
    for (const kind of kinds) {
      for (const forgery of forgeries[kind].filter(isOther)) {
        const name = `${kind} ${forgery.id} ${forgery.value ?? ''}`;
        const said = await send(kind, ada.id, forgery);
        if (refusals.test(said)) wrong.push(`${name} was refused: ${said}`);
        if (/older version|Something went wrong/.test(said))
          wrong.push(`${name} was not understood: ${said}`);
        const isChanged = (await everything()) !== before;
        if (forgery.changes === true && !isChanged) wrong.push(`${name} changed nothing: ${said}`);
        if (isChanged) await door.state.putBack();
      }
    }
    expect(wrong.join('\n')).to.equal('');
  });

  it('by an admin of another workspace reaches nothing of this one, and tells nothing of it', async () => {
    await door.state.putBack();
    const ours = async () => {
      const rows = Object.values({ ...(await door.state.read()), ...(await door.hubState.read()) }).flat();
      return rows.filter((row) => !row.includes(`"${otherWorkspace}"`));
    };
    const before = await ours();
    expect(before.length).to.be.greaterThan(20);
    const names = ['Job 1', 'Job 2', 'Job 3', 'Acme Salesforce', 'Spare Salesforce'];
    const wrong: string[] = [];
    let answered = 0;
    for (const kind of kinds) {
      for (const forgery of forgeries[kind]) {
        const name = `${kind} ${forgery.id} ${forgery.value ?? ''}`;
        const said = await send(kind, ada.id, forgery, fromOthers);
        const sent = JSON.stringify(forgery);
        for (const each of names) {
          if (said.includes(each) && !sent.includes(each)) wrong.push(`${name} told of ${each}: ${said}`);
        }
        if (refusals.test(said) || /not installed/.test(said)) wrong.push(`${name} was refused: ${said}`);
        answered += 1;
      }
      const after = await ours();
      const changed = [
        ...after.filter((row) => !before.includes(row)),
        ...before.filter((row) => !after.includes(row)),
      ];
      if (changed.length > 0) wrong.push(`${kind} changed ${changed.join(' ')}`);
    }
    expect(wrong.join('\n')).to.equal('');
    expect(answered).to.be.greaterThan(100);
  });

  it('is answered in words where it is nonsense, also to an admin, and breaks nothing', async () => {
    await door.state.putBack();
    const wrong: string[] = [];
    for (const kind of kinds) {
      for (const [index, forgery] of forgeries[kind].entries()) {
        const forged = { ...forgery, ...nonsense[index % nonsense.length] };
        const said = await send(kind, ada.id, forged);
        if (/Something went wrong/.test(said)) wrong.push(`${kind} ${forgery.id} with ${forged.value}`);
      }
    }
    expect(wrong.join('\n')).to.equal('');
    expect(door.log.messages(50).join('\n')).to.equal('');
    expect(await door.store.jobs.byId('job-1')).not.to.equal(null);
  });
});
