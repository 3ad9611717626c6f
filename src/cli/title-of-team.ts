import { firstTeam } from '../domain/team.ts';
import type { TeamId } from '../domain/team.ts';

interface TitledTeam {
  readonly id: TeamId;
  readonly workspace: string | null;
  readonly name: string | null;
}

/** `Acme (T0123)`; the first team may be nobody's yet. */
export function titleOfTeam({ id, workspace, name }: TitledTeam): string {
  if (workspace === null) return id === firstTeam ? `${id} (no workspace yet)` : id;
  return name === null ? workspace : `${name} (${workspace})`;
}
