import type { Token } from '../words/tokens.ts';

/** The text with some of its tokens left out; the others keep their places. */
export function withoutTokens(text: string, tokens: readonly Token[], hidden: ReadonlySet<number>): string {
  const characters = Array.from({ length: text.length }, (_, at) => text.charAt(at));
  for (const at of hidden) {
    const token = tokens[at];
    if (token !== undefined) characters.fill(' ', token.start, token.end);
  }
  return characters.join('');
}
