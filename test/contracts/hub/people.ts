import { expect } from 'chai';
import type { Hub, LoadResult } from '../../../src/hub/hub.ts';
import type { OpenedHub } from '../hub.ts';
import { counts, loaded } from '../../support/hub.ts';

export function describePeople(hubs: OpenedHub): void {
  describe('account assignments', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
      await loaded(
        hub,
        [
          { crmId: 'u1', keys: ['us', '1'], values: { name: 'Ada Lovelace', email: 'ada@us.example' } },
          { crmId: 'u2', keys: ['us', '2'], values: { name: 'Max Muster', email: 'max@us.example' } },
          { crmId: 'u3', keys: ['us', '3'], values: { name: 'Max Muster', email: 'max2@us.example' } },
          { crmId: 'u4', keys: ['us', '4'], values: { name: 'Eve Twice', email: 'eve@us.example' } },
          { crmId: 'u5', keys: ['other', '4'], values: { name: 'Eve Twice', email: 'EVE@us.example' } },
          { crmId: 'u7', keys: ['us', '7'], values: { name: 'Half Known', email: 'half@us.example' } },
          { crmId: 'u8', keys: ['us', '8'], values: { name: 'Half Known' } },
          { crmId: 'u6', keys: ['us', '6'], values: { name: 'No Mail', email: null } },
        ],
        { hubObject: 'users', sourceObject: 'User' },
      );
    });

    const assigned = (user: Readonly<Record<string, unknown>>, role = 'CSM'): Promise<LoadResult> =>
      loaded(hub, [{ crmId: 'm1', keys: ['acme', role], values: user }], {
        hubObject: 'account_assignments',
        sourceObject: 'AccountTeamMember',
        attributes: Object.keys(user),
      });
    const person = async (): Promise<unknown> =>
      (await hub.sample('account_assignments', 5))[0]?.['user_email'];

    it('by e-mail are stored as they are', async () => {
      expect((await assigned({ user_email: 'new@us.example' })).counts.created).to.equal(1);
      expect(await person()).to.equal('new@us.example');
    });

    it('by full name get the e-mail of the one user of that name, without letter case', async () => {
      expect((await assigned({ user_name: ' ada LOVELACE ' })).counts.created).to.equal(1);
      expect(await person()).to.equal('ada@us.example');
      expect((await assigned({ user_name: ' ada LOVELACE ' })).counts.unchanged).to.equal(1);
    });

    it('by the name of one person who is there twice get the one e-mail', async () => {
      expect((await assigned({ user_name: 'Eve Twice' })).counts.created).to.equal(1);
      expect(String(await person()).toLowerCase()).to.equal('eve@us.example');
    });

    for (const [name, code] of [
      ['Max Muster', 'user_ambiguous'],
      ['Half Known', 'user_ambiguous'],
      ['Nobody Known', 'user_not_found'],
      ['No Mail', 'user_not_found'],
    ] as const) {
      it(`by a name like ${name} are rejected: ${code}`, async () => {
        const { counts: got, rejects } = await assigned({ user_name: name });
        expect(got).to.deep.equal(counts({ read: 1, rejected: 1 }));
        expect(rejects[0]).to.include({ crmId: 'm1', code });
        expect(rejects[0]?.message).to.not.include(name);
      });
    }

    it('follow the person when the name becomes another one', async () => {
      await assigned({ user_name: 'Ada Lovelace' });
      await loaded(
        hub,
        [{ crmId: 'u1', keys: ['us', '1'], values: { name: 'Ada Lovelace', email: 'al@us.example' } }],
        {
          hubObject: 'users',
          sourceObject: 'User',
        },
      );
      expect((await assigned({ user_name: 'Ada Lovelace' })).counts.updated).to.equal(1);
      expect(await person()).to.equal('al@us.example');
    });

    it('with both go by the e-mail', async () => {
      await assigned({ user_name: 'Max Muster', user_email: 'max@us.example' });
      expect(await person()).to.equal('max@us.example');
    });
  });
}
