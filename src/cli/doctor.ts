import { UserError } from '../domain/errors.ts';
import { someNamed } from '../domain/some-named.ts';
import type { SetupCheck } from '../operations/setup-finding.ts';
import { readConfig, withApp } from './command.ts';
import type { CommandApp } from './command.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';
import { outputWidth, print } from './output.ts';
import { table } from './table.ts';
import { titleOfTeam } from './title-of-team.ts';
import { unusedSettingsSet } from './unused-settings.ts';

const maxTeams = 10_000;
const maxNamed = 10;

/** `crosswalk doctor`: looks at everything and says what to do. */
export async function doctor(): Promise<ExitStatus> {
  const settings = checkSettings();
  const rest = settings.some(({ outcome }) => outcome === 'failed') ? [] : await checkRest();
  const checks = [...settings, ...rest];
  print(doctorText(checks, outputWidth()));
  return checks.some(({ outcome }) => outcome === 'failed') ? exitStatus.failed : exitStatus.done;
}

function checkSettings(): SetupCheck[] {
  try {
    const unused = unusedSettingsSet(readConfig());
    return [
      { name: 'Settings', outcome: 'ok', detail: 'All settings are right.' },
      ...unused.map((detail) => ({ name: 'Settings', outcome: 'warning' as const, detail })),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.split('\n').map((detail) => ({ name: 'Settings', outcome: 'failed', detail }));
  }
}

async function checkRest(): Promise<readonly SetupCheck[]> {
  let checks: readonly SetupCheck[] = [];
  await withApp(async ({ app, context }) => {
    const found = await app.operations.checkSetup(context());
    checks = [...found, ...(await checkWorkspaces(app))];
    return exitStatus.done;
  }, 'look');
  return checks;
}

/** Nothing where there is one at most: then it is the one that was looked at. */
async function checkWorkspaces({ state }: CommandApp): Promise<readonly SetupCheck[]> {
  const teams = await state()
    .then((opened) => opened.teams.list(maxTeams))
    // That it cannot be opened is told by the check of it.
    .catch(() => []);
  if (teams.length < 2) return [];
  const detail = `${someNamed(teams.map(titleOfTeam), maxNamed)}. Another one is looked at with --workspace.`;
  return [{ name: 'Workspaces', outcome: 'ok', detail }];
}

const marks: Readonly<Record<SetupCheck['outcome'], string>> = {
  ok: 'ok',
  warning: 'look',
  failed: 'FAILED',
};

export function doctorText(checks: readonly SetupCheck[], width: number): string {
  const columns = [{ title: '' }, { title: 'Checked', minWidth: 14 }, { title: 'Found', minWidth: 20 }];
  const rows = checks.map(({ name, outcome, detail }) => [marks[outcome], name, detail]);
  const [failed, warnings] = (['failed', 'warning'] as const).map(
    (outcome) => checks.filter((each) => each.outcome === outcome).length,
  );
  const good = warnings === 0 ? 'Everything works.' : `Nothing failed; ${warnings} to look at: see above.`;
  const verdict = failed === 0 ? good : `${failed} of ${checks.length} checks failed: see above what to do.`;
  return `${table(columns, rows, width)}\n${verdict}`;
}
