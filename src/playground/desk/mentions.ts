import type { AnyBlock } from '../blocks/blocks.ts';
import type { Workspace } from '../workspace/workspace.ts';

type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'user'; readonly id: string; readonly handle: string }
  | { readonly kind: 'channel'; readonly id: string; readonly name: string };

/** Takes apart what a person typed: `@ada` and `#crm-syncs` are mentions where there is such a person or channel. */
function piecesOf(workspace: Workspace, text: string): Piece[] {
  const pieces: Piece[] = [];
  const add = (said: string): void => {
    if (said !== '') pieces.push({ kind: 'text', text: said });
  };
  let from = 0;
  for (const match of text.matchAll(/(?<=^|[\s(])([@#])([\p{L}\p{N}._-]+)/gu)) {
    const [whole, sign, word = ''] = match;
    const name = word.replace(/[.]+$/, '');
    const person = sign === '@' ? personNamed(workspace, name) : undefined;
    const channel = sign === '#' ? workspace.channelByName(name) : undefined;
    if (person === undefined && channel === undefined) continue;
    add(text.slice(from, match.index));
    if (person !== undefined) pieces.push({ kind: 'user', id: person.id, handle: person.handle });
    if (channel !== undefined) pieces.push({ kind: 'channel', id: channel.id, name: channel.name });
    from = match.index + whole.length - (word.length - name.length);
  }
  add(text.slice(from));
  return pieces;
}

/** By handle, or by an app's name as it stands in the composer. */
function personNamed(workspace: Workspace, name: string) {
  return (
    workspace.personByHandle(name) ??
    [...workspace.people.values()].find((person) => person.name.toLowerCase() === name.toLowerCase())
  );
}

/** As a message's text reaches apps. */
export function textWithMentions(workspace: Workspace, text: string): string {
  return piecesOf(workspace, text)
    .map((piece) => {
      if (piece.kind === 'user') return `<@${piece.id}>`;
      return piece.kind === 'channel' ? `<#${piece.id}|${piece.name}>` : escapeText(piece.text);
    })
    .join('');
}

/** As a command's text reaches apps that asked for mentions to be escaped. */
export function commandTextWithMentions(workspace: Workspace, text: string): string {
  return piecesOf(workspace, text)
    .map((piece) => {
      if (piece.kind === 'user') return `<@${piece.id}|${piece.handle}>`;
      return piece.kind === 'channel' ? `<#${piece.id}|${piece.name}>` : escapeText(piece.text);
    })
    .join('');
}

export function richTextWithMentions(workspace: Workspace, text: string, blockId: string): AnyBlock {
  const elements = piecesOf(workspace, text).map((piece) => {
    if (piece.kind === 'user') return { type: 'user', user_id: piece.id } as const;
    if (piece.kind === 'channel') return { type: 'channel', channel_id: piece.id } as const;
    return { type: 'text', text: piece.text } as const;
  });
  return { type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] };
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
