import type { Act } from '../../act.ts';
import type { Slack } from '../../slack.ts';
import { emptyContent, postMessage } from '../../workspace/post-message.ts';
import { ActError } from '../act-error.ts';
import type { Desk } from '../desk.ts';
import { richTextWithMentions, textWithMentions } from '../mentions.ts';
import { conversationOf, findMessageOf } from '../find-element.ts';
import { markRead } from '../read-marks.ts';
import { runCommand } from './run-command.ts';

/** Sends a message, or runs the command that it is. */
export async function post(
  slack: Slack,
  desk: Desk,
  act: Extract<Act, { readonly act: 'post' }>,
): Promise<void> {
  const { workspace } = slack;
  const conversation = conversationOf(slack, desk, act.conversation);
  const text = act.text.trim();
  const files = act.files ?? [];
  if (text === '' && files.length === 0) throw new ActError('no_text', 'There is nothing to send.');
  if (!conversation.members.has(desk.person.id)) {
    throw new ActError('not_a_member', `${desk.person.name} is not in #${conversation.name}. Join it first.`);
  }
  if (conversation.isArchived) throw new ActError('archived', `#${conversation.name} is archived.`);
  if (workspace.isWithApp(conversation) && workspace.app.hasMessages === false) {
    throw new ActError('messages_disabled', 'Sending messages to this app has been turned off.');
  }
  if (workspace.isWithApp(conversation) && !workspace.isInstalled) {
    throw new ActError('not_installed', `${workspace.app.name} was removed from ${workspace.name}.`);
  }
  const threadTs =
    act.threadTs === undefined
      ? null
      : findMessageOf(slack, desk, { conversation: conversation.id, ts: act.threadTs }).message.ts;
  const [command = ''] = text.split(/\s/, 1);
  if (command.startsWith('/')) {
    await runCommand(slack, desk, {
      conversation,
      command,
      text: text.slice(command.length).trim(),
      threadTs,
    });
    return;
  }
  for (const id of files) {
    const file = workspace.files.get(id);
    if (file?.userId !== desk.person.id) throw new ActError('file_not_found', `There is no file ${id}.`);
  }
  const message = postMessage(slack, conversation, {
    userId: desk.person.id,
    content: {
      ...emptyContent,
      text: textWithMentions(workspace, text),
      blocks: text === '' ? [] : [richTextWithMentions(workspace, text, slack.ids.make(''))],
    },
    files,
    threadTs,
  });
  markRead(desk, conversation, message.ts);
  slack.changed();
}
