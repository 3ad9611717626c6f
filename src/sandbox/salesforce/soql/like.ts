/** LIKE: `%` is any text, `_` any one character, both without letter case; a backslash takes the next as it is. */

type Piece =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'any' } | { readonly kind: 'one' };

/** @param pattern what is between the quotes, its escapes as written. */
export function likeMatcher(pattern: string): (text: string) => boolean {
  const pieces = piecesOf(pattern);
  return (text) => matches(pieces, Array.from(text.toLowerCase()));
}

function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '\\') {
      at += 1;
      const escaped = characters[at] ?? '\\';
      if (escaped === 'u') {
        pieces.push(
          letter(String.fromCharCode(Number.parseInt(characters.slice(at + 1, at + 5).join(''), 16))),
        );
        at += 4;
      } else pieces.push(letter(controlCharacters[escaped.toLowerCase()] ?? escaped));
    } else if (character === '%') pieces.push({ kind: 'any' });
    else if (character === '_') pieces.push({ kind: 'one' });
    else pieces.push(letter(character));
  }
  return pieces.flatMap((piece): Piece[] =>
    // A capital can have a small form of two characters; each is a piece of its own.
    piece.kind === 'text' ? Array.from(piece.text, (text) => ({ kind: 'text', text })) : [piece],
  );
}

const letter = (text: string): Piece => ({ kind: 'text', text: text.toLowerCase() });

export const controlCharacters: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
};

/** Goes back to the last `%` only, so the time is at most the product of the two lengths. */
function matches(pieces: readonly Piece[], text: readonly string[]): boolean {
  let piece = 0;
  let at = 0;
  let lastAny = -1;
  let retryAt = 0;
  while (at < text.length) {
    const current = pieces[piece];
    if (current?.kind === 'any') {
      lastAny = piece;
      retryAt = at;
      piece += 1;
    } else if (current !== undefined && (current.kind === 'one' || current.text === text[at])) {
      piece += 1;
      at += 1;
    } else if (lastAny >= 0) {
      piece = lastAny + 1;
      retryAt += 1;
      at = retryAt;
    } else return false;
  }
  while (pieces[piece]?.kind === 'any') piece += 1;
  return piece === pieces.length;
}
