import type { Screen } from '../../../src/playground/screen.ts';

type Names = Pick<Screen, 'members' | 'channels'>;

/** mrkdwn as it reads: links by their label, mentions by name, without the signs of formatting. */
export function readableMrkdwn(text: string, names: Names): string {
  const linked = text.replaceAll(/<([^<>]+)>/g, (_whole, inside: string) => linkText(inside, names));
  return unescape(withoutMarks(linked));
}

function linkText(inside: string, { members, channels }: Names): string {
  const [target = '', label] = inside.split('|', 2);
  const id = target.slice(1);
  if (target.startsWith('@')) return `@${members.find((member) => member.id === id)?.name ?? label ?? id}`;
  if (target.startsWith('#')) return `#${channels.find((channel) => channel.id === id)?.name ?? label ?? id}`;
  return label ?? (target.startsWith('!') ? `@${id}` : target);
}

/** `*bold*`, `_slanted_`, `~struck~` and code, where they stand around whole words. */
function withoutMarks(text: string): string {
  return text
    .replaceAll(/```\n?([\s\S]*?)\n?```/g, '$1')
    .replaceAll(/`([^`\n]+)`/g, '$1')
    .replaceAll(/(?<![\p{L}\p{N}*])\*(\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}*])/gu, '$1')
    .replaceAll(/(?<![\p{L}\p{N}_])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])/gu, '$1')
    .replaceAll(/(?<![\p{L}\p{N}~])~(\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}~])/gu, '$1');
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Standard Markdown as it reads. */
export function readableMarkdown(text: string, names: Names): string {
  const plain = text
    .replaceAll(/^#{1,6}\s+/gm, '')
    .replaceAll(/\*\*([^*]+)\*\*/g, '*$1*')
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, '$1');
  return readableMrkdwn(plain, names);
}
