import { isPersonId } from '../../domain/person-id.ts';
import type { ListedVersion } from '../../operations/job-versions.ts';
import { cut, asTyped } from '../blocks/index.ts';
import { momentText } from './words.ts';
import type { Clock } from './words.ts';

type Saved = ListedVersion['saved'];

const doors: Readonly<Record<string, string>> = {
  slack: 'in Slack',
  assistant: 'by the assistant',
  cli: 'on the command line',
  api: 'over the API',
};

/** mrkdwn: `today 13:05 by @Ada, in Slack`. */
export function savedText(saved: Saved, clock: Clock): string {
  return `${momentText(saved.at, clock)} ${whoText(saved)}`;
}

/** mrkdwn: `by @Ada, in Slack`. */
export function whoText({ actor, door }: Pick<Saved, 'actor' | 'door'>): string {
  if (door === 'system') return 'by Crosswalk itself';
  return `by ${actorText({ actor, door })}, ${doors[door] ?? asTyped(cut(door, 40))}`;
}

/** mrkdwn: who it was, where they work. */
export function actorText({ actor, door }: Pick<Saved, 'actor' | 'door'>): string {
  const isInSlack = (door === 'slack' || door === 'assistant') && isPersonId(actor);
  return isInSlack ? `<@${actor}>` : asTyped(cut(actor, 80));
}
