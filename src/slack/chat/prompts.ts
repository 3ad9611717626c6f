import { isAllowed } from '../../domain/role.ts';
import type { EventCall } from '../feature.ts';
import type { SlackServices } from '../services.ts';

/** Slack shows at most so many. */
const maxPrompts = 4;

/** What one may say, made of the jobs that there are, in the agent's pane when it is opened. */
export async function suggestPrompts(
  { operations, slack, log }: Pick<SlackServices, 'operations' | 'slack' | 'log'>,
  { context, event }: EventCall,
): Promise<void> {
  const { channel } = event;
  if (typeof channel !== 'string') return;
  const jobs = await operations.listJobs(context);
  const failing = jobs.find(({ state }) => state === 'failing');
  const [first] = jobs;
  const prompts = [
    ...(failing === undefined ? [] : [`Why did ${failing.job.name} fail?`]),
    ...(first === undefined || !isAllowed(context.role, 'operator') ? [] : [`Run ${first.job.name}`]),
    'How are the jobs doing?',
    ...(isAllowed(context.role, 'admin') ? ['Bring in all open opportunities over 50k every morning'] : []),
    'What can you do?',
  ].slice(0, maxPrompts);
  try {
    const [prompt, ...others] = prompts.map((message) => ({ title: message, message }));
    if (prompt === undefined) return;
    await slack.assistant.threads.setSuggestedPrompts({
      channel_id: channel,
      title: 'For example',
      prompts: [prompt, ...others],
    });
  } catch (error) {
    // Workspaces without the pane do not have it.
    log.debug({ err: error }, 'Slack: no prompts could be suggested');
  }
}
