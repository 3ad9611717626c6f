import { asTyped, bold, section } from '../blocks/index.ts';
import { whoText } from '../jobs/saved-text.ts';
import { mentionText } from './mention-text.ts';
import type { Notification } from './notification.ts';

export const jobDeleted: Notification<'job deleted'> = ({ name, actor, door, mention }) => {
  const calls = mentionText(mention);
  const text =
    `🗑️ ${bold(name)} was deleted ${whoText({ actor, door })}${calls === '' ? '' : ` ${calls}`}\n` +
    'What it brought stays where it is; nothing keeps it up to date any more.';
  return Promise.resolve({ text: `${asTyped(name)} was deleted`, blocks: [section(text)], isLive: false });
};
