import type { Slack } from '../slack.ts';
import type { Conversation } from '../workspace/model.ts';
import { emptyContent, postMessage } from '../workspace/post-message.ts';
import type { Desk } from './desk.ts';

/** Who says what Slack itself has to say. */
export const slackbot = { id: 'USLACKBOT', name: 'Slackbot' } as const;

/** A line that only this person sees. */
export function notice(slack: Slack, desk: Desk, conversation: Conversation, text: string): void {
  postMessage(slack, conversation, {
    userId: slackbot.id,
    content: { ...emptyContent, text },
    visibleTo: desk.person.id,
  });
}
