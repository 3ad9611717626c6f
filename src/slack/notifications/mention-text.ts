import { escape } from '../blocks/index.ts';

/** Enough for everybody who is on call. */
const maxMentions = 20;

/** Calls people and user groups by their ids. */
export function mentionText(ids: readonly string[]): string {
  return ids
    .slice(0, maxMentions)
    .map((id) => (id.startsWith('S') ? `<!subteam^${escape(id)}>` : `<@${escape(id)}>`))
    .join(' ');
}
