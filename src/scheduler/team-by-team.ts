/**
 * Does something for each team, one after the other. A team for which it fails does not keep the others from it.
 *
 * @throws the first of what went wrong, once all had their turn
 */
export async function teamByTeam<Team>(
  teams: readonly Team[],
  work: (team: Team) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const team of teams) {
    try {
      await work(team);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
