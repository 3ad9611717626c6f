import { emojiText } from './emoji.ts';

/** A plain_text object as it is read. */
export function plainText({
  text,
  emoji = true,
}: {
  readonly text: string;
  readonly emoji?: boolean;
}): string {
  return emoji ? text.replace(/:([a-z0-9_+'-]{1,60}):/g, (_, name: string) => emojiText(name)) : text;
}
