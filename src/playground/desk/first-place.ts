import type { Workspace } from '../workspace/workspace.ts';

/** Where somebody is who has not been anywhere yet: in a channel, or else with the app, or alone. */
export function firstPlace(workspace: Workspace, person: string): string {
  const channels = [...workspace.conversations.values()].filter(
    ({ type, isArchived, members }) => type !== 'direct' && !isArchived && members.has(person),
  );
  const other = workspace.isInstalled ? workspace.bot.id : person;
  return channels[0]?.id ?? workspace.directConversation(person, other).id;
}
