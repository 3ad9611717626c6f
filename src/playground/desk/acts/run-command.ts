import { failureWords } from '../../delivery/envelope.ts';
import { respond } from '../../delivery/respond.ts';
import type { Slack } from '../../slack.ts';
import { ApiError } from '../../web-api/api-error.ts';
import type { Conversation } from '../../workspace/model.ts';
import type { Desk } from '../desk.ts';
import { channelName, makeTrigger, responseUrl } from '../interact.ts';
import { commandTextWithMentions } from '../mentions.ts';
import { notice } from '../notices.ts';

export interface Command {
  readonly conversation: Conversation;
  /** With the slash. */
  readonly command: string;
  readonly text: string;
  readonly threadTs: string | null;
}

/** Runs a slash command and shows what the app says, or why it said nothing. */
export async function runCommand(
  slack: Slack,
  desk: Desk,
  { conversation, command, text, threadTs }: Command,
): Promise<void> {
  const { workspace } = slack;
  const known = workspace.app.commands?.find((each) => each.command === command);
  if (known === undefined || !workspace.isInstalled) {
    notice(slack, desk, conversation, `${command} is not a valid command.`);
    return;
  }
  if (threadTs !== null) {
    notice(slack, desk, conversation, `${command} is not supported in threads. Sorry!`);
    return;
  }
  const url = responseUrl(slack, desk, conversation, null);
  const payload = {
    token: slack.secrets.verificationToken,
    team_id: workspace.id,
    team_domain: workspace.domain,
    channel_id: conversation.id,
    channel_name: channelName(conversation),
    user_id: desk.person.id,
    user_name: desk.person.handle,
    command,
    text: known.shouldEscape === true ? commandTextWithMentions(workspace, text) : text,
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: url,
    trigger_id: makeTrigger(slack, desk, null, 'slash_commands'),
  };
  const acknowledged = await slack.deliveries.deliver({
    kind: 'slash_commands',
    name: 'slash_commands',
    payload,
  });
  if (acknowledged.outcome !== 'ok') {
    const word = failureWords[acknowledged.outcome].person;
    notice(slack, desk, conversation, `${command} failed with the error "${word}"`);
    return;
  }
  if (!saysSomething(acknowledged.payload)) return;
  try {
    respond(
      slack,
      { personId: desk.person.id, conversation: conversation.id, original: null, threadTs: null },
      acknowledged.payload,
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notice(slack, desk, conversation, `${command} failed with the error "${error.code}"`);
  }
}

function saysSomething(payload: unknown): payload is object {
  if (typeof payload !== 'object' || payload === null) return false;
  return 'text' in payload ? payload.text !== '' : 'blocks' in payload || 'attachments' in payload;
}
