import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { dialectOf, openDatabase } from '../../src/database/open-database.ts';
import { openStore } from '../support/open-store.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { projectRoot } from '../support/project-root.ts';

/** Tables that are about no team in particular. */
const ofNobody = ['teams', 'crosswalk_migrations'];

/** By an id that no two rows share it is found whose one is; and a key is everybody's. */
const ofAll = ['everywhere.ts', 'reseal.ts'];

describe('what is kept of teams', () => {
  it('is asked for with the team in every statement that is written by hand', () => {
    const folder = join(projectRoot, 'src', 'store');
    const statements = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !ofAll.includes(name))
      .flatMap((name) => {
        const parts = readFileSync(join(folder, name), 'utf8').split(/database\.query(?:<[^(]*>)?\(/);
        return parts.slice(1).map((text) => ({ name, text: text.split(/type: QueryTypes/)[0] ?? '' }));
      });
    expect(statements.length).to.be.greaterThan(5);
    const careless = statements.filter(({ text }) => !/ofTeam\(models|\(team_id, /.test(text));
    expect(careless.map(({ name, text }) => `${name}: ${text.trim().slice(0, 80)}`)).to.deep.equal([]);
  });
});

describeOnBothDatabases('every table but those of nobody', (fresh) => {
  it('has a team, which no row can do without', async () => {
    const url = await fresh();
    await (await openStore({ url })).close();
    const database = await openDatabase(url);
    try {
      const { tables, columns } = questions[dialectOf(database)];
      const found = await database.query<{ name: string }>(tables, { type: QueryTypes.SELECT });
      const names = found.map(({ name }) => name).filter((name) => !ofNobody.includes(name));
      expect(names.length).to.be.greaterThan(20);
      for (const table of names) {
        const team = await database.query(columns, { replacements: { table }, type: QueryTypes.SELECT });
        expect(team, table).to.have.length(1);
      }
    } finally {
      await database.close();
    }
  });
});

const questions = {
  sqlite: {
    tables: `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    columns: `SELECT name FROM pragma_table_info(:table)
               WHERE name = 'team_id' AND "notnull" = 1 AND dflt_value IS NULL`,
  },
  postgres: {
    tables: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()',
    columns: `SELECT column_name FROM information_schema.columns
               WHERE table_schema = current_schema() AND table_name = :table AND column_name = 'team_id'
                 AND is_nullable = 'NO' AND column_default IS NULL`,
  },
} as const;
