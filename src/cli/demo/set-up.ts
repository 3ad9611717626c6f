import { readFile } from 'node:fs/promises';
import type { Demo } from '../../demo.ts';
import { demoContext } from './demo-runs.ts';

const jobsFile = new URL('../../../../samples/demo-jobs.yml', import.meta.url);
const jobsFileName = 'samples/demo-jobs.yml';

/** Jobs, who may do what, Crosswalk in the workspace, and what to try first. @returns what was done, as a line. */
export async function setUp(demo: Demo): Promise<string> {
  const text = await readFile(jobsFile, 'utf8');
  const file = { fileName: jobsFileName, text };
  const applied = await demo.app.operations.applyConfiguration(demoContext(), file);
  await giveRoles(demo);
  await demo.listen();
  await demo.workspace.greet();
  return `Applied ${jobsFileName}: ${applied.jobs.map(({ name }) => name).join(', ')}.`;
}

/** Once: a role that somebody gave or took in the workspace stays. */
async function giveRoles({ app: { operations }, workspace: { operator } }: Demo): Promise<void> {
  const { granted } = await operations.listRoles(demoContext());
  if (granted.some(({ person }) => person === operator.id)) return;
  const person = { ...operator, isWorkspaceAdmin: false };
  await operations.grantRole(demoContext(), { person, role: 'operator', byWorkspaceAdmin: true });
}
