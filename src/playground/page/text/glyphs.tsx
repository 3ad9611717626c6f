import { memo } from 'react';
import type { ReactNode } from 'react';

/** The style of each character that the page draws itself: a machine without an emoji font shows a box. */
const drawn: Readonly<Record<string, string>> = {
  '🔴': 'dot red',
  '🟠': 'dot orange',
  '🟡': 'dot yellow',
  '🟢': 'dot green',
  '🔵': 'dot blue',
  '🟣': 'dot purple',
  '⚫': 'dot black',
  '⚪': 'dot white',
  '✅': 'check',
  '❌': 'cross',
  '⚠': 'warning',
  '⏳': 'hourglass',
  '⌛': 'hourglass',
  '▶': 'play',
  '⏸': 'pause',
  '⏹': 'stop',
  '🔄': 'cycle',
  '🔁': 'cycle',
  ℹ: 'info',
  '⛔': 'no-entry',
  '🚫': 'no-entry',
  '🛑': 'no-entry',
  '👋': 'wave',
  '🎉': 'tada',
  '👀': 'eyes',
  '👍': 'thumb-up',
  '👎': 'thumb-down',
  '📥': 'inbox',
  '📤': 'outbox',
  '📊': 'chart',
  '📈': 'chart',
  '🔒': 'lock',
  '📄': 'page',
  '📋': 'page',
  '📝': 'page',
  '🔔': 'bell',
  '⏰': 'clock',
  '⏱': 'clock',
  '🕐': 'clock',
  '💡': 'bulb',
};

/** With the sign behind some of them that asks for the colored form. */
const pattern = new RegExp(`((?:${Object.keys(drawn).join('|')})\uFE0F?)`, 'u');

/** A text with its emoji. */
export const Glyphs = memo(function Glyphs({ text }: { readonly text: string }): ReactNode {
  const pieces = text.split(pattern);
  if (pieces.length === 1) return text;
  return pieces.map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <span key={index} className={`emoji ${drawn[piece.replace('\uFE0F', '')]}`}>
        {piece}
      </span>
    ),
  );
});
