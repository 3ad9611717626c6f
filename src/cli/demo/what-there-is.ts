import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Demo } from '../../demo.ts';
import { formatNumber } from '../format.ts';
import { jobTable } from '../jobs.ts';
import { table } from '../table.ts';
import { demoContext } from './demo-runs.ts';

const shownRows = 6;
const width = 110;
const shownAttributes = ['name', 'health', 'segment', 'contract_value', 'renewal_date', 'success_manager'];
const shownObjects = ['accounts', 'users', 'tasks', 'account_assignments'] as const;

/** The hub and the jobs, as text. */
export async function whatThereIs({ app, sample, count }: Demo): Promise<string> {
  const rows = await sample('accounts', shownRows);
  const accounts = table(
    shownAttributes.map((title) => ({ title })),
    rows.map((row) => shownAttributes.map((name) => oneLine(row[name]))),
    width,
  );
  const counts = await Promise.all(
    shownObjects.map(async (object) => `${object} ${formatNumber(await count(object))}`),
  );
  const jobs = jobTable(await app.operations.listJobs(demoContext()), width);
  return `
The hub now holds: ${counts.join(', ')}. The first accounts:

${accounts}
The jobs:

${jobs}`;
}

/** Commands for another terminal. */
export function whatToTry({ path, environmentFile }: Demo['folder'], crosswalk = howToCall()): string {
  const hub = below(path, 'hub.db');
  const state = below(path, 'crosswalk.db');
  return `
Hub database:    ${hub} (views accounts, users, tasks, account_assignments …)
State of jobs:   ${state}
Files of runs:   ${below(path, 'runs')}

In another terminal, in this folder:

  . ${below(environmentFile)}
  ${crosswalk} jobs
  ${crosswalk} run "Customer accounts"
  ${crosswalk} run People --dry-run --full
  ${crosswalk} history Tasks
  ${crosswalk} export
  ${crosswalk} doctor
  sqlite3 ${hub} "SELECT name, renewal_date FROM accounts WHERE health = 'red' ORDER BY renewal_date"
  sqlite3 ${hub} "SELECT accounts.name, COUNT(*) FROM tasks JOIN accounts ON LOWER(accounts.account_id) = tasks.account_id GROUP BY accounts.name"

(Ids by which records refer to accounts are in small letters: hence LOWER.)
`;
}

const projectFolder = fileURLToPath(new URL('../../../../', import.meta.url));

/** npx finds the command of a checkout within the checkout only. */
export function howToCall(folder = process.cwd()): string {
  if (relative(projectFolder, folder) === '') return 'npx crosswalk';
  return `node ${quoted(fileURLToPath(new URL('../../cli.js', import.meta.url)))}`;
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** As it can be typed where the demo was started. */
function below(path: string, name = ''): string {
  const from = relative(process.cwd(), path);
  const shown = from === '' || from.startsWith('..') ? path : `./${from}`;
  return quoted(name === '' ? shown : `${shown}/${name}`);
}

function oneLine(value: unknown): string {
  if (value === null || value === undefined) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/\s+/g, ' ');
}
