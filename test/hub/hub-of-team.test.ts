import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { isSqlite, openDatabase } from '../../src/database/open-database.ts';
import { firstTeam } from '../../src/domain/team.ts';
import type { TeamId } from '../../src/domain/team.ts';
import { hubOfTeam } from '../../src/hub/hub-of-team.ts';
import { openHub } from '../../src/hub/index.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

const other = 'T0123ABC' as TeamId;
const tier = { name: 'tier', label: 'Tier', type: 'text' } as const;

describe('the place of a hub', () => {
  it('is a file or a schema of its own for every team but the first', () => {
    expect(hubOfTeam('sqlite:./data/hub.db', firstTeam)).to.deep.equal({ url: 'sqlite:./data/hub.db' });
    expect(hubOfTeam('sqlite:./data/hub.db', other)).to.deep.equal({ url: 'sqlite:./data/hub-T0123ABC.db' });
    expect(hubOfTeam('sqlite:/srv/my.hub/hub', other)).to.deep.equal({
      url: 'sqlite:/srv/my.hub/hub-T0123ABC',
    });
    const url = 'postgres://u:p@h/hub';
    expect(hubOfTeam(url, firstTeam)).to.deep.equal({ url });
    expect(hubOfTeam(url, other)).to.deep.equal({ url, schema: 'team_t0123abc' });
  });

  it('is never named after what is no plain id', () => {
    for (const id of ['t1', '../x', 'T1; DROP SCHEMA public', '']) {
      expect(() => hubOfTeam('sqlite:./hub.db', id as TeamId)).to.throw('plain id');
    }
  });
});

async function names(hub: Hub): Promise<string[]> {
  return (await hub.attributes('accounts')).map(({ name }) => name);
}

describeOnBothDatabases('hubs of two teams', (fresh) => {
  const opened: Hub[] = [];
  afterEach(async () => {
    for (const hub of opened.splice(0)) await hub.close();
  });

  it('know nothing of each other’s attributes and records, and are read with plain SQL', async () => {
    const url = await fresh();
    const open = async (team: TeamId): Promise<Hub> => {
      const hub = await openHub(hubOfTeam(url, team));
      opened.push(hub);
      return hub;
    };
    const [ours, theirs] = [await open(firstTeam), await open(other)];
    expect(theirs.id).not.to.equal(ours.id);
    await theirs.addAttributes('accounts', [tier]);
    expect(await names(theirs)).to.include('tier');
    expect(await names(ours)).not.to.include('tier');
    // Opened again only to be looked at: what is there is found there.
    const looked = await openHub({ ...hubOfTeam(url, other), access: 'look' });
    opened.push(looked);
    expect(looked.id).to.equal(theirs.id);
    const place = hubOfTeam(url, other);
    const database = await openDatabase(isSqlite(url) ? place.url : url);
    try {
      const view = isSqlite(url) ? 'accounts' : `${place.schema}.accounts`;
      const rows = await database.query(`SELECT account_id, tier FROM ${view}`, { type: QueryTypes.SELECT });
      expect(rows).to.deep.equal([]);
    } finally {
      await database.close();
    }
  });
});
