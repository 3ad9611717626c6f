import { asTyped, bold, escape, section } from '../blocks/index.ts';
import { jobNameOf } from './job-name.ts';
import type { Notification } from './notification.ts';

/** To the owner of a job, once: its channel takes no messages. */
export const channelClosed: Notification<'channel closed'> = async (
  { jobId, channel, reason },
  { operations, context },
) => {
  const name = await jobNameOf(jobId, operations, context());
  const where = channel.startsWith('#') ? asTyped(channel) : `<#${escape(channel)}>`;
  const text =
    `⚠️ What ${bold(name)} has to say does not reach ${where}, because ${asTyped(reason)}. ` +
    `Invite Crosswalk there (\`/invite @Crosswalk\`) or choose another channel for the job. ` +
    'Until then its messages there are lost; you are not told again.';
  return { text: `${asTyped(name)} cannot write to its channel`, blocks: [section(text)], isLive: false };
};
