import { relative } from 'node:path';
import type { App } from '../compose.ts';
import { formatNumber } from '../cli/format.ts';
import { jobTable } from '../cli/jobs.ts';
import { table } from '../cli/table.ts';
import type { DemoFolder } from './demo-folder.ts';
import { demoContext } from './demo-runs.ts';

const shownRows = 6;
const width = 110;
const shownAttributes = ['name', 'health', 'segment', 'contract_value', 'renewal_date', 'success_manager'];
const shownObjects = ['accounts', 'users', 'tasks', 'account_assignments'] as const;

/** The hub and the jobs, as text. */
export async function whatThereIs(app: App): Promise<string> {
  const rows = await app.hub.sample('accounts', shownRows);
  const accounts = table(
    shownAttributes.map((title) => ({ title })),
    rows.map((row) => shownAttributes.map((name) => oneLine(row[name]))),
    width,
  );
  const counts = await Promise.all(
    shownObjects.map(async (object) => `${object} ${formatNumber(await app.hub.count(object))}`),
  );
  const jobs = jobTable(await app.operations.listJobs(demoContext()), width);
  return `
The hub now holds: ${counts.join(', ')}. The first accounts:

${accounts}
The jobs:

${jobs}`;
}

/** Commands for another terminal. */
export function whatToTry({ path, environmentFile }: DemoFolder): string {
  const hub = below(path, 'hub.db');
  const state = below(path, 'crosswalk.db');
  return `
Hub database:    ${hub} (views accounts, users, tasks, account_assignments …)
State of jobs:   ${state}
Files of runs:   ${below(path, 'runs')}

In another terminal, in this folder:

  . ${below(environmentFile)}
  npx crosswalk jobs
  npx crosswalk run "Customer accounts"
  npx crosswalk run People --dry-run --full
  npx crosswalk history Tasks
  npx crosswalk export
  npx crosswalk doctor
  sqlite3 ${hub} "SELECT name, renewal_date FROM accounts WHERE health = 'red' ORDER BY renewal_date"
`;
}

/** As it can be typed where the demo was started. */
function below(path: string, name = ''): string {
  const from = relative(process.cwd(), path);
  const shown = from === '' || from.startsWith('..') ? path : `./${from}`;
  return name === '' ? shown : `${shown}/${name}`;
}

function oneLine(value: unknown): string {
  if (value === null || value === undefined) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/\s+/g, ' ');
}
