import { firstTeam } from '../domain/team.ts';
import type { TeamId } from '../domain/team.ts';

interface TitledTeam {
  readonly id: TeamId;
  readonly workspace: string | null;
  readonly name: string | null;
  readonly leftAt: Date | null;
}

/** `Acme (T0123)`; the first team may be nobody's yet. */
export function titleOfTeam({ id, workspace, name, leftAt }: TitledTeam): string {
  if (workspace === null) return id === firstTeam ? `${id} (no workspace yet)` : id;
  const there = leftAt === null ? '' : ', has removed the app';
  return name === null ? `${workspace}${there}` : `${name} (${workspace}${there})`;
}
