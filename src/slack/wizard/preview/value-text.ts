/** Values of records, as people see them in a modal: each on one line, and never as markup. */
import { cut } from '../../blocks/index.ts';
import { code } from '../mapping/source-words.ts';

const maxShown = 120;
/** Of a longer value no more is looked at: no character becomes less than a half, and what is shown is cut anyway. */
const maxRead = 4 * maxShown;
/** Unicode's pictures of control characters begin here, in their order. */
const firstPicture = 0x2400;
const pictureOfDelete = '\u2421';
/** What lines would be turned around by, and other marks that nobody sees. */
const unseen = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/** mrkdwn: `–` where there is nothing. */
export function valueText(value: string | null): string {
  if (value === null || value === '') return '–';
  const visible = value
    .slice(0, maxRead)
    .replaceAll(/\r\n|\r|\n/g, ' ⏎ ')
    .replaceAll('\t', ' ')
    .replaceAll('\u007f', pictureOfDelete)
    .replaceAll(/\p{Cc}/gu, pictureOf)
    .replaceAll(unseen, '\ufffd');
  return visible.trim() === '' ? code('␣') : code(cut(visible, maxShown));
}

function pictureOf(character: string): string {
  const place = character.charCodeAt(0);
  return place < ' '.charCodeAt(0) ? String.fromCharCode(firstPicture + place) : '\ufffd';
}
