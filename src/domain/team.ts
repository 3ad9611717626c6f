/** A team is the people of one Slack workspace: all that Crosswalk keeps belongs to one. */

declare const team: unique symbol;

/** Not any text: it comes out of the store, and whoever has none can ask nothing of it. */
export type TeamId = string & { readonly [team]: true };

/**
 * The team that every database has from the beginning: what the command line makes before anybody has started a bot is
 * its, and the workspace of SLACK_BOT_TOKEN becomes it.
 */
export const firstTeam = 'first' as TeamId;
