/** What the pages for operators say to type does what they say it does. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { openDatabase } from '../../src/database/open-database.ts';
import { itWhere, programNeeded } from '../support/it-where.ts';
import { openStore } from '../support/open-store.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { projectRoot } from '../support/project-root.ts';

const folder = join(projectRoot, 'docs', 'operating');
const sqliteNeeded = programNeeded('sqlite3', 'sqlite3');
const textOf = (page: string): string => readFileSync(join(folder, page), 'utf8');

/** In the order of the page, without the indent that a block in a list has. */
function blocksOf(page: string, language: 'sh' | 'sql'): string[] {
  const blocks = textOf(page).matchAll(new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^ *\`\`\``, 'gm'));
  return [...blocks].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

describe('the pages for operators', () => {
  it('call the command as it is there after the installation that README.md describes', () => {
    const help = execFileSync(process.execPath, [join(projectRoot, 'dist', 'src', 'cli.js'), '--help']);
    const commands = [...help.toString().matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
    expect(commands).to.include('doctor').and.include('reencrypt');
    for (const page of readdirSync(folder).filter((name) => name.endsWith('.md'))) {
      const code = [...textOf(page).matchAll(/```[^]*?```|`[^`]*`/g)].map(([each]) => each).join('\n');
      const calls = [...code.matchAll(/(?:npx )?crosswalk ([a-z]+)/g)];
      const bare = calls.filter(([call, name = '']) => commands.includes(name) && !call.startsWith('npx '));
      expect(
        bare.map(([call]) => call),
        page,
      ).to.deep.equal([]);
    }
  });

  itWhere(sqliteNeeded, 'bring databases and files of SQLite back as they were', async () => {
    const place = mkdtempSync(join(tmpdir(), 'crosswalk-operating-'));
    const env = {
      ...process.env,
      HOME: join(place, 'home'),
      DATABASE_URL: 'sqlite:./data/state.db',
      HUB_DATABASE_URL: 'sqlite:./data/hub.db',
      DATA_DIR: './data',
    };
    const type = (...blocks: readonly (string | undefined)[]): void =>
      void execFileSync('sh', ['-e'], { cwd: place, env, input: blocks.join('\n') });
    const [where, , backUp, , restore] = blocksOf('backup.md', 'sh');
    const names = ['state', 'hub', 'hub-T1'];
    try {
      mkdirSync(join(place, 'data', 'runs'), { recursive: true });
      writeFileSync(join(place, 'data', 'runs', 'file'), 'rows');
      for (const name of names) {
        const database = await openDatabase(`sqlite:${join(place, 'data', `${name}.db`)}`);
        await database.query(`CREATE TABLE kept AS SELECT '${name}' AS name`);
        await database.close();
      }
      type(where, backUp);
      renameSync(join(place, 'data'), join(place, 'lost'));
      type(where, restore);
      for (const name of names) {
        const database = await openDatabase(`sqlite:${join(place, 'data', `${name}.db`)}`);
        const rows = await database.query('SELECT name FROM kept', { type: QueryTypes.SELECT });
        await database.close();
        expect(rows).to.deep.equal([{ name }]);
      }
      expect(readFileSync(join(place, 'data', 'runs', 'file'), 'utf8')).to.equal('rows');
      expect(readdirSync(place).toSorted()).to.deep.equal(['data', 'home', 'lost']);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
});

describeOnBothDatabases('the queries for operators', (fresh, kind) => {
  it('are understood by the state database', async () => {
    const url = await fresh();
    await (await openStore({ url })).close();
    const [, keys = ''] = /secrets="([^"]+)"/.exec(textOf('keys.md')) ?? [];
    const runbooks = blocksOf('runbooks.md', 'sql').join('').split(';');
    const queries = [keys, ...runbooks]
      .filter((query) => query.trim() !== '')
      .filter((query) => kind === 'PostgreSQL' || !query.includes('pg_stat_activity'))
      .map((query) => (kind === 'PostgreSQL' ? query : query.replaceAll('now()', `datetime('now')`)));
    expect(queries.length).to.be.at.least(7);
    const database = await openDatabase(url);
    for (const query of queries) expect((await database.query(query))[0], query).to.be.an('array');
    await database.close();
  });
});
