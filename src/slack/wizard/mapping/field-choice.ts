/** Fields in selects. */
import type { PlainTextOption } from '@slack/types';
import type { NamedField } from '../../../operations/drafts/mapped-fields.ts';
import { option } from '../../blocks/index.ts';
import type { Choice } from '../../blocks/index.ts';
import { fieldText } from './source-words.ts';

/** Slack's. */
const maxOptionText = 75;

/** The path is what tells two fields apart: the label goes where there is no room for both. */
export function fieldChoice(path: string, fields: readonly NamedField[]): Choice {
  const both = fieldText(path, fields);
  return { value: path, text: both.length <= maxOptionText ? both : path };
}

/** A field in a list that is searched; what of its label has no room stands in its second line. */
export function fieldOption(field: NamedField): PlainTextOption {
  const { path, label, type } = field;
  const choice = fieldChoice(path, [field]);
  return option({ ...choice, description: choice.text.includes(label) ? type : `${type} · ${label}` });
}
