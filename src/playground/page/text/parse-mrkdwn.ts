import { decodeEntities } from './entities.ts';
import { parseReference } from './parse-reference.ts';
import type { Reference } from './parse-reference.ts';

/** One piece of a line of Slack's mrkdwn. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'emoji'; readonly name: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | Reference;

export type MrkdwnPart =
  | { readonly kind: 'lines'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'preformatted'; readonly text: string };

const delimiters = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Delimiter = keyof typeof delimiters;

/** Emphasis within emphasis: Slack knows three kinds, each once. */
const deepestNesting = 3;
const fence = '```';

/** Slack's mrkdwn as data: fenced code, quotes and lines. Whatever is not closed stands as it was typed. */
export function parseMrkdwn(text: string): MrkdwnPart[] {
  const pieces = text.split(fence);
  // An even number of pieces: the last fence is not closed, and belongs to the text.
  if (pieces.length % 2 === 0) pieces.push([pieces.pop(), pieces.pop()].reverse().join(fence));
  return pieces.flatMap((piece, index): MrkdwnPart[] => {
    if (index % 2 === 1) return [{ kind: 'preformatted', text: plainText(piece.replace(/^\n/, '')) }];
    return linesOf(piece, index > 0, index < pieces.length - 1);
  });
}

/** A line break beside a fence belongs to the fence. */
function linesOf(piece: string, afterFence: boolean, beforeFence: boolean): MrkdwnPart[] {
  let text = piece;
  if (afterFence) text = text.replace(/^\n/, '');
  if (beforeFence) text = text.replace(/\n$/, '');
  if (text === '') return [];
  const parts: { kind: 'lines' | 'quote'; lines: Inline[][] }[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const kind = quoted === null ? 'lines' : 'quote';
    const inlines = parseInline(quoted?.[1] ?? line);
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(inlines);
    else parts.push({ kind, lines: [inlines] });
  }
  return parts;
}

/** A line, or a text that knows no emphasis but emoji. */
export function parseInline(line: string, nesting = 0): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') found.push({ kind: 'text', text: decodeEntities(plain) });
    plain = '';
  };
  let at = 0;
  while (at < line.length) {
    const piece = pieceAt(line, at, nesting);
    if (piece === null) {
      plain += line.charAt(at);
      at += 1;
      continue;
    }
    flush();
    found.push(piece.inline);
    at = piece.end;
  }
  flush();
  return found;
}

interface Piece {
  readonly inline: Inline;
  readonly end: number;
}

function pieceAt(line: string, at: number, nesting: number): Piece | null {
  switch (line.charAt(at)) {
    case '<':
      return referenceAt(line, at);
    case '`':
      return codeAt(line, at);
    case ':':
      return emojiAt(line, at);
    case '*':
    case '_':
    case '~':
      return nesting < deepestNesting ? emphasisAt(line, at, nesting) : null;
    case 'h':
      return bareLinkAt(line, at);
    default:
      return null;
  }
}

function referenceAt(line: string, at: number): Piece | null {
  const end = line.indexOf('>', at);
  if (end < 0) return null;
  const inline = parseReference(line.slice(at + 1, end));
  return inline === null ? null : { inline, end: end + 1 };
}

function codeAt(line: string, at: number): Piece | null {
  const end = line.indexOf('`', at + 1);
  if (end <= at + 1) return null;
  return { inline: { kind: 'code', text: plainText(line.slice(at + 1, end)) }, end: end + 1 };
}

function emojiAt(line: string, at: number): Piece | null {
  const match = /^:([a-z0-9_+'-]+):/.exec(line.slice(at, at + 64));
  if (match?.[1] === undefined) return null;
  return { inline: { kind: 'emoji', name: match[1] }, end: at + match[0].length };
}

/** Slack links an address that stands by itself; the full stop after it is not part of it. */
function bareLinkAt(line: string, at: number): Piece | null {
  if (isWord(line.charAt(at - 1))) return null;
  const match = /^https?:\/\/[^\s<>|`*]+/.exec(line.slice(at));
  if (match === null) return null;
  const address = match[0].replace(/[.,;:!?)\]'"]+$/, '');
  const url = decodeEntities(address);
  return { inline: { kind: 'link', url, label: url }, end: at + address.length };
}

function emphasisAt(line: string, at: number, nesting: number): Piece | null {
  const delimiter = line.charAt(at) as Delimiter;
  const before = line.charAt(at - 1);
  // Not the second sign of two either: `Foo__c and Bar__c` are API names.
  if (isWord(before) || before === delimiter || isSpaceOrEnd(line.charAt(at + 1))) return null;
  const end = closing(line, delimiter, at + 1);
  if (end === null) return null;
  const children = parseInline(line.slice(at + 1, end), nesting + 1);
  return { inline: { kind: delimiters[delimiter], children }, end: end + 1 };
}

/** Where the emphasis ends: not within code or a reference, after something, and not within a word. */
function closing(line: string, delimiter: Delimiter, from: number): number | null {
  for (let at = from; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '<' || char === '`') {
      const end = (char === '<' ? referenceAt(line, at) : codeAt(line, at))?.end;
      if (end !== undefined) at = end - 1;
      continue;
    }
    if (char !== delimiter || at === from) continue;
    if (!isSpaceOrEnd(line.charAt(at - 1)) && !isWord(line.charAt(at + 1))) return at;
  }
  return null;
}

const isWord = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);
const isSpaceOrEnd = (char: string): boolean => char === '' || /\s/.test(char);

/** What a reference within code reads as: its label, or the address itself. */
function plainText(text: string): string {
  return decodeEntities(
    text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target: string, label?: string) => label ?? target),
  );
}
