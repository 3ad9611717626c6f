/** Sources of a mapping as people read them. */
import type { MappingSource } from '../../../domain/job.ts';
import type { NamedField } from '../../../operations/drafts/mapped-fields.ts';
import { bold, cut, escape } from '../../blocks/index.ts';

/** A field's label and path, a formula or a constant: enough of it to know it again. */
const maxShown = 160;

/** mrkdwn: `*Account Name* (`Name`)`, the path alone where the label says no more. */
export function sourceMarkup(source: MappingSource, fields: readonly NamedField[]): string {
  switch (source.kind) {
    case 'constant':
      return code(`"${source.value}"`);
    case 'formula':
      return code(`= ${withoutSign(source.text)}`);
    case 'field':
      break;
  }
  const { path } = source;
  if (path === '') return '_no field yet_';
  const label = labelOf(path, fields);
  return label === path ? bold(cut(path, maxShown)) : `${bold(cut(label, maxShown))} (${code(path)})`;
}

/** Plain text: `Account Name (Name)`. */
export function fieldText(path: string, fields: readonly NamedField[]): string {
  const label = labelOf(path, fields);
  return label === path ? path : `${label} (${path})`;
}

function labelOf(path: string, fields: readonly NamedField[]): string {
  const same = path.toLowerCase();
  return fields.find((field) => field.path.toLowerCase() === same)?.label ?? path;
}

/** mrkdwn: as it is written, on one line. */
export function code(text: string): string {
  const line = cut(text.replaceAll(/\s+/g, ' ').replaceAll('`', 'ˋ').trim(), maxShown);
  return line === '' ? '' : `\`${escape(line)}\``;
}

/** A formula may begin with the sign that it begins with in a spreadsheet. */
function withoutSign(text: string): string {
  return text.replace(/^\s*=\s*/, '');
}

/** Characters that are shown on either side of a mistake. */
const around = 30;

/** mrkdwn: the place in a formula where it goes wrong. @param position zero-based */
export function placeInFormula(text: string, position: number): string {
  const before = text.slice(Math.max(position - around, 0), position);
  const rest = text.slice(position, position + around);
  const parts = [
    `${position > around ? '…' : ''}${before}`,
    `${rest}${text.length > position + around ? '…' : ''}`,
  ];
  return parts.map(code).join(' ▸ ');
}
